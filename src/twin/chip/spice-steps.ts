import {
  codeVolts,
  columnDrive,
  gateCode,
  isDriven,
  planTicks,
  REFERENCE,
  referenceCode,
  rowDrive,
  SENSED,
  windowFrom,
  windowTicks,
  windowUntil,
  type BoardLimits,
  type PulsePlan,
} from '../../core/index.js';
import type { Step } from './spice-source.js';

type Dac = Pick<BoardLimits, 'dacBits' | 'dacFullScaleVolts'>;

/** What every line of a plan does, as levels from tick to tick. All end at rest. */
export class PlanSteps {
  readonly plan: PulsePlan;
  /** When each block begins, ticks. */
  readonly starts: readonly number[];
  readonly ticks: number;
  readonly #dac: Dac;

  constructor(plan: PulsePlan, dac: Dac) {
    this.plan = plan;
    this.#dac = dac;
    this.ticks = planTicks(plan);
    let tick = 0;
    this.starts = Array.from(plan.blocks.ticks, (length) => (tick += length) - length);
  }

  rowVolts(row: number): Step[] {
    return this.#levels((block) => this.#volts(rowDrive(this.plan, block, row)));
  }

  columnVolts(column: number): Step[] {
    return this.#levels((block) => this.#volts(columnDrive(this.plan, block, column)));
  }

  gateVolts(row: number): Step[] {
    return this.#levels((block) => this.#volts(gateCode(this.plan, block, row)));
  }

  /** Whether a row hangs on nothing but its DAC from the first block to the last. */
  isAlwaysDriven(row: number): boolean {
    return this.starts.every((_, block) => isDriven(rowDrive(this.plan, block, row)));
  }

  /** 1 while a row is held by its DAC, on which it also rests. */
  rowDriven(row: number): Step[] {
    return this.#levels((block) => Number(isDriven(rowDrive(this.plan, block, row))), 1);
  }

  /** 1 while a row is connected to its amplifier. */
  rowSensed(row: number): Step[] {
    return this.#levels((block) => Number(rowDrive(this.plan, block, row) === SENSED));
  }

  /** 1 while the switch of a column is closed. */
  columnClosed(column: number): Step[] {
    const steps: Step[] = [];
    for (const [block, start] of this.starts.entries()) {
      if (windowTicks(this.plan, block, column) <= 0) continue;
      const from = start + windowFrom(this.plan, block, column);
      // a switch that closes as it opens has stayed closed
      if (steps.at(-1)?.[0] === from) steps.pop();
      else steps.push([from, 1]);
      steps.push([start + windowUntil(this.plan, block, column), 0]);
    }
    return steps;
  }

  /** A level that changes whenever currents are sampled. */
  samples(): Step[] {
    const ticks = this.starts.flatMap((start, block) => {
      const tick = this.plan.blocks.sampleTicks[block]!;
      return tick > 0 ? [start + tick] : [];
    });
    return ticks.map((tick, place) => [tick, (place + 1) % 2]);
  }

  /** Far end of the columns' (`forward`) or rows' reference conductances: minus the sum of what drives the other lines. */
  referenceVolts(direction: 'forward' | 'backward'): Step[] {
    const { reference } = this.plan.blocks;
    return this.#levels((block) =>
      reference[block] === REFERENCE[direction] ? codeVolts(referenceCode(this.plan, block), this.#dac) : 0,
    );
  }

  #levels(level: (block: number) => number, rest = 0): Step[] {
    return [...this.starts.map((start, block): Step => [start, level(block)]), [this.ticks, rest]];
  }

  #volts(drive: number): number {
    return isDriven(drive) ? codeVolts(drive, this.#dac) : 0;
  }
}
