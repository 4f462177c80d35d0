import {
  columnDrive,
  isDriven,
  REFERENCE,
  rowDrive,
  type BoardLimits,
  type PulsePlan,
  type SampledLine,
} from '../../../core/index.js';
import { PlanDrive, type BlockDrive, type ChipArray, type SampledCurrents } from '../../chip/index.js';
import type { PlanStage } from '../front-end.js';
import { plannedWindows, type SwitchWindow } from '../switch-windows.js';
import type { Adc } from './adc.js';
import type { ChargeInjection } from './charge-injection.js';
import type { Dac } from './dac.js';
import { DacOutputs } from './dac-outputs.js';
import type { SwitchTiming } from './switch-timing.js';

/** What a stage is made of; see {@link AnalogFrontEnd}. */
export interface StageParts {
  readonly array: ChipArray;
  readonly index: number;
  readonly limits: BoardLimits;
  readonly dac: Dac | undefined;
  readonly adc: Adc;
  readonly timing: SwitchTiming | undefined;
  readonly injection: ChargeInjection | undefined;
}

/** One firing of a plan through converters and switches with errors. */
export class AnalogStage implements PlanStage {
  readonly #parts: StageParts;
  readonly #plan: PulsePlan;
  readonly #serial: number;
  readonly #ideal: PlanDrive;
  readonly #outputs: DacOutputs | undefined;
  #connected: (line: SampledLine) => number = () => Infinity;
  #conversion = '';

  constructor(parts: StageParts, plan: PulsePlan, serial: number) {
    this.#parts = parts;
    this.#plan = plan;
    this.#serial = serial;
    this.#ideal = new PlanDrive(plan, parts.limits);
    this.#outputs = parts.dac && new DacOutputs(parts.dac, plan);
  }

  applyBlock(block: number, seconds: number, out?: SampledCurrents): number {
    const { array, index, timing, injection } = this.#parts;
    const ideal = copied(this.#ideal.ofBlock(block));
    timing?.shift(ideal.closeSeconds, ideal.openSeconds, seconds, this.#nameOf(block));
    this.#connected = (line) =>
      ideal.sampleSeconds - ('row' in line ? 0 : Math.max(0, ideal.closeSeconds[line.column]!));
    this.#conversion = `sample/${index}/${array.reads}`;
    let drive: BlockDrive = ideal;
    let joules = 0;
    if (this.#outputs === undefined) {
      joules = array.applyBlock(ideal, seconds, out);
    } else {
      this.#outputs.set(ideal, block, this.#nameOf(block));
      const sample = out === undefined ? 0 : ideal.sampleSeconds;
      for (const { from, until } of this.#outputs.holds(seconds, sample)) {
        this.#outputs.meanInto(ideal, from, until);
        drive = { ...ideal, ...this.#references(ideal, block), ...since(ideal, from) };
        joules += array.applyBlock(drive, until - from, from < sample && sample <= until ? out : undefined);
      }
      this.#outputs.pass(seconds);
    }
    injection?.release({ ...drive, closeSeconds: ideal.closeSeconds, openSeconds: ideal.openSeconds }, seconds);
    return joules;
  }

  convert(lines: readonly SampledLine[], amperes: Float64Array): Int32Array {
    const { adc, array } = this.#parts;
    const noise = adc.noise(this.#conversion);
    return Int32Array.from(lines, (line, at) => {
      const channel = 'row' in line ? line.row : array.shape.rows + line.column;
      return adc.code(amperes[at]!, channel, this.#connected(line), noise());
    });
  }

  windowsOf(block: number, heldTicks: number): readonly SwitchWindow[] {
    const { limits, timing } = this.#parts;
    if (timing === undefined) return plannedWindows(this.#plan, block, heldTicks);
    const { tickSeconds } = limits;
    const { closeSeconds, openSeconds } = copied(this.#ideal.ofBlock(block));
    timing.shift(closeSeconds, openSeconds, heldTicks * tickSeconds, this.#nameOf(block));
    return Array.from(closeSeconds, (close, column) => ({
      from: Math.round(close / tickSeconds),
      until: Math.min(heldTicks, Math.round(openSeconds[column]! / tickSeconds)),
    }));
  }

  /** What is drawn for a block is drawn under this name, once and for all. */
  #nameOf(block: number): string {
    return `${this.#serial}/${block}`;
  }

  /** Minus the sum of what the lines really are at: an amplifier adds them up (P1's OPM1 and OPM2). */
  #references({ rowVolts, columnVolts }: BlockDrive, block: number): Partial<BlockDrive> {
    const plan = this.#plan;
    const direction = plan.blocks.reference[block]!;
    let sum = 0;
    if (direction === REFERENCE.forward) {
      for (const [row, volts] of rowVolts.entries()) if (isDriven(rowDrive(plan, block, row))) sum += volts;
      return { referenceVolts: -sum };
    }
    if (direction === REFERENCE.off) return {};
    for (const [column, volts] of columnVolts.entries()) if (isDriven(columnDrive(plan, block, column))) sum += volts;
    return { rowReferenceVolts: -sum };
  }
}

/** A drive to write errors into: the plan's own is set again only where its next block differs. */
const copied = (drive: BlockDrive): BlockDrive => ({
  ...drive,
  rowVolts: drive.rowVolts.slice(),
  columnVolts: drive.columnVolts.slice(),
  closeSeconds: drive.closeSeconds.slice(),
  openSeconds: drive.openSeconds.slice(),
  gateVolts: drive.gateVolts?.slice(),
});

/** The times of a drive as a hold of it that begins later sees them. */
function since({ closeSeconds, openSeconds, sampleSeconds }: BlockDrive, from: number): Partial<BlockDrive> {
  if (from === 0) return {};
  return {
    closeSeconds: closeSeconds.map((close) => close - from),
    openSeconds: openSeconds.map((open) => open - from),
    sampleSeconds: Math.max(0, sampleSeconds - from),
  };
}
