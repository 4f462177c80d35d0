import type { Shape } from './shape.js';

/** In place of a DAC code: the line is connected to nothing. Rows only; a column floats where its window is shut. */
export const FLOATING = -0x80000000;
/** In place of a DAC code: the line is held at 0 V by the amplifier that measures its current. */
export const SENSED = -0x7fffffff;

/** Which end of the fixed reference conductances is driven at minus the sum of the driven lines (P1's S_l0, S'_l0). */
export type ReferenceDrive = 'off' | 'forward' | 'backward';

/** {@link ReferenceDrive} as a plan holds it. */
export const REFERENCE = { off: 0, forward: 1, backward: 2 } as const satisfies Record<ReferenceDrive, number>;

/** What happens one after another; entry `b` of each list is of block `b`. */
export interface PlanBlocks {
  readonly ticks: Uint32Array;
  /** Which vector of the plan's libraries each block uses. */
  readonly rows: Uint16Array;
  readonly columns: Uint16Array;
  readonly windows: Uint16Array;
  /** All 0 on an array without gates. */
  readonly gates: Uint16Array;
  /** When the block's currents are sampled, from its start; 0 for never. */
  readonly sampleTicks: Uint32Array;
  readonly reference: Uint8Array;
}

/**
 * Everything a board will do to one array, in the board's own units, so that what was checked is what runs. In a block
 * rows (and gates, where there are transistors) are held at DAC codes while every column's switch is closed for one
 * window, to its DAC or to the amplifier that senses it. Blocks name vectors of a library, so that a train of a
 * thousand pulses holds its two vectors once.
 *
 * A quarter-period update is a plan of four blocks; a read is a plan of one.
 */
export interface PulsePlan {
  /** Which array of the board, 0-based. */
  readonly array: number;
  readonly shape: Shape;
  /** Whether every row has a gate line (1T1R), and `gateVectors` drives it. */
  readonly gated: boolean;
  readonly blocks: PlanBlocks;
  /** DAC code, {@link FLOATING} or {@link SENSED} of every row, vectors x rows. */
  readonly rowVectors: Int32Array;
  /** DAC code or {@link SENSED} of every column, for as long as its switch is closed, vectors x columns. */
  readonly columnVectors: Int32Array;
  /** When every column switch closes and opens, ticks from the start of the block, vectors x columns x 2; 0 and 0 for never. */
  readonly windowVectors: Uint32Array;
  /** DAC code of every gate, vectors x rows; empty without gates. */
  readonly gateVectors: Int32Array;
}

/** Numbers of a window: when its switch closes, when it opens. */
export const WINDOW_EDGES = 2;

export const planBlocks = (plan: PulsePlan): number => plan.blocks.ticks.length;

export function planTicks(plan: PulsePlan): number {
  const { ticks } = plan.blocks;
  let sum = 0;
  for (let block = 0; block < ticks.length; block += 1) sum += ticks[block]!;
  return sum;
}

/** What row `row` does in a block: a DAC code, {@link FLOATING} or {@link SENSED}. */
export const rowDrive = (plan: PulsePlan, block: number, row: number): number =>
  plan.rowVectors[plan.blocks.rows[block]! * plan.shape.rows + row]!;

/** What column `column` is connected to while its window is open: a DAC code or {@link SENSED}. */
export const columnDrive = (plan: PulsePlan, block: number, column: number): number =>
  plan.columnVectors[plan.blocks.columns[block]! * plan.shape.columns + column]!;

/** DAC code of the gate of row `row`; only on a plan that is `gated`. */
export const gateCode = (plan: PulsePlan, block: number, row: number): number =>
  plan.gateVectors[plan.blocks.gates[block]! * plan.shape.rows + row]!;

/** Tick of the block at which a column's switch closes; meaningless where {@link windowTicks} is 0. */
export const windowFrom = (plan: PulsePlan, block: number, column: number): number =>
  plan.windowVectors[WINDOW_EDGES * (plan.blocks.windows[block]! * plan.shape.columns + column)]!;

/** Tick of the block at which a column's switch opens. */
export const windowUntil = (plan: PulsePlan, block: number, column: number): number =>
  plan.windowVectors[WINDOW_EDGES * (plan.blocks.windows[block]! * plan.shape.columns + column) + 1]!;

/** Whether a line is held by its DAC: neither floating nor sensed. */
export const isDriven = (drive: number): boolean => drive !== FLOATING && drive !== SENSED;

/**
 * DAC code at the far end of the reference conductances: minus the sum of the driven lines on the other side (P1's OPM1
 * and OPM2), 0 where the reference is off.
 */
export function referenceCode(plan: PulsePlan, block: number): number {
  const { blocks, shape } = plan;
  const direction = blocks.reference[block]!;
  if (direction === REFERENCE.off) return 0;
  const isForward = direction === REFERENCE.forward;
  const lines = isForward ? shape.rows : shape.columns;
  let code = 0;
  for (let line = 0; line < lines; line += 1) {
    const drive = isForward ? rowDrive(plan, block, line) : columnDrive(plan, block, line);
    if (isDriven(drive)) code -= drive;
  }
  return code;
}

/** How long a column's switch is closed in a block. */
export const windowTicks = (plan: PulsePlan, block: number, column: number): number =>
  windowUntil(plan, block, column) - windowFrom(plan, block, column);

/** Column windows that open, the number a chip's wear is counted in. */
export function planWindows(plan: PulsePlan): number {
  let sum = 0;
  for (let block = 0; block < planBlocks(plan); block += 1) {
    for (let column = 0; column < plan.shape.columns; column += 1) {
      if (windowTicks(plan, block, column) > 0) sum += 1;
    }
  }
  return sum;
}

/** A line that a sample measures: rows first, from 0, then columns. */
export type SampledLine = { readonly row: number } | { readonly column: number };

/** The lines that the sample of a block measures, in the order of their currents; none where it takes no sample. */
export function sampledLines(plan: PulsePlan, block: number): SampledLine[] {
  const at = plan.blocks.sampleTicks[block]!;
  const lines: SampledLine[] = [];
  if (at === 0) return lines;
  for (let row = 0; row < plan.shape.rows; row += 1) if (rowDrive(plan, block, row) === SENSED) lines.push({ row });
  for (let column = 0; column < plan.shape.columns; column += 1) {
    const isClosed = windowFrom(plan, block, column) < at && at <= windowUntil(plan, block, column);
    if (isClosed && columnDrive(plan, block, column) === SENSED) lines.push({ column });
  }
  return lines;
}

/** Currents that a whole plan samples. */
export function planSamples(plan: PulsePlan): number {
  let sum = 0;
  for (let block = 0; block < planBlocks(plan); block += 1) {
    if (plan.blocks.sampleTicks[block]! > 0) sum += sampledLines(plan, block).length;
  }
  return sum;
}
