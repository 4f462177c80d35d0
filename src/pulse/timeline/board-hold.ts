import type { ReferenceDrive } from '../../core/index.js';

/** A column switch closed from one tick to another, from the start of its hold or block. */
export type WindowTicks = readonly [from: number, until: number];

/** A hold in one board's ticks and codes. */
export interface BoardHold {
  /** Its number in reports, from 1. */
  readonly number: number;
  readonly ticks: number;
  /** DAC code, `FLOATING` or `SENSED`. */
  readonly rows: ReadonlyMap<number, number>;
  /** What a column's switch connects to: DAC code, `SENSED`, or `FLOATING` for one that is to stay open. */
  readonly columns: ReadonlyMap<number, number>;
  /** Of the columns that close. */
  readonly windows: ReadonlyMap<number, WindowTicks>;
  readonly gates: ReadonlyMap<number, number>;
  /** From its start; 0 for no sample. */
  readonly sampleTick: number;
  readonly reference: ReferenceDrive;
  readonly clippedWindows: number;
}
