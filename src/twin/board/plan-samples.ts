import { sampledLines, type PulsePlan } from '../../core/index.js';
import type { SampledCurrents } from '../chip/index.js';
import type { PlanStage } from './front-end.js';

/** What the ADC has made of the currents that a plan samples, block after block. */
export class PlanSamples {
  /** Where the array puts the currents of one sample. */
  readonly currents: SampledCurrents;
  readonly #plan: PulsePlan;
  readonly #stage: PlanStage;
  readonly #codes: Int32Array;
  #taken = 0;

  /** @param total currents of the whole plan */
  constructor(plan: PulsePlan, total: number, stage: PlanStage) {
    const { rows, columns } = plan.shape;
    this.#plan = plan;
    this.#stage = stage;
    this.#codes = new Int32Array(total);
    this.currents = {
      rowAmperes: new Float64Array(total === 0 ? 0 : rows),
      columnAmperes: new Float64Array(total === 0 ? 0 : columns),
    };
  }

  /** Of all samples so far, in the order of `sampledLines`. */
  get codes(): Int32Array {
    return this.#codes.subarray(0, this.#taken);
  }

  /** Converts the currents of the lines that the sample of this block measures. */
  take(block: number): void {
    const { rowAmperes, columnAmperes } = this.currents;
    const lines = sampledLines(this.#plan, block);
    const amperes = Float64Array.from(lines, (line) =>
      'row' in line ? rowAmperes[line.row]! : columnAmperes[line.column]!,
    );
    this.#codes.set(this.#stage.convert(lines, amperes), this.#taken);
    this.#taken += lines.length;
  }
}
