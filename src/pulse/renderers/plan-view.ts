import {
  codeVolts,
  columnDrive,
  FLOATING,
  formatColumn,
  formatRow,
  gateCode,
  planBlocks,
  planTicks,
  planWindows,
  REFERENCE,
  referenceCode,
  rowDrive,
  sampledLines,
  SENSED,
  windowFrom,
  windowTicks,
  windowUntil,
  type BoardLimits,
  type DeviceProfile,
  type PulsePlan,
  type ReferenceDrive,
} from '../../core/index.js';

/** What a board must say of itself for its plans to be shown in volts and seconds. */
export type PlanScale = Pick<BoardLimits, 'tickSeconds' | 'dacBits' | 'dacFullScaleVolts'>;

/** Where cells begin to move. */
export type Thresholds = Pick<DeviceProfile, 'positiveThreshold' | 'negativeThreshold'>;

/** One switch window, 0-based. */
export interface WindowPlace {
  readonly block: number;
  readonly column: number;
}

/** What a line does: volts, or connected to nothing, or to the amplifier that measures its current. */
export type LineDrive = number | 'floating' | 'sensed';

/** A line's drive for a time, in seconds from the first edge of the plan. */
export interface DriveSpan {
  readonly from: number;
  readonly to: number;
  readonly drive: LineDrive;
}

/** One closed column switch. */
export interface WindowSpan extends DriveSpan {
  readonly block: number;
}

/** The currents of one block, and when they are taken. */
export interface SampleTaken {
  readonly block: number;
  readonly seconds: number;
  /** `W02`, `B00`. */
  readonly lines: readonly string[];
}

/** 0..count-1, for the lines and blocks of a plan. */
export const indices = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** Without the last digits of binary arithmetic: -0.15, not -0.15000000000000002. */
export const shownNumber = (value: number): number => Number(value.toPrecision(16));

/** A plan in SI units, as every picture of it needs it. */
export class PlanView {
  readonly plan: PulsePlan;
  readonly tickSeconds: number;
  readonly blocks: readonly number[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** When each block begins, and after them the end. */
  readonly edges: readonly number[];
  readonly durationSeconds: number;
  /** Column windows that open. */
  readonly windows: number;
  readonly #scale: PlanScale;
  readonly #startTicks: readonly number[];

  constructor(plan: PulsePlan, scale: PlanScale) {
    this.plan = plan;
    this.#scale = scale;
    this.tickSeconds = scale.tickSeconds;
    this.blocks = indices(planBlocks(plan));
    this.rows = indices(plan.shape.rows);
    this.columns = indices(plan.shape.columns);
    let tick = 0;
    this.#startTicks = Array.from(plan.blocks.ticks, (length) => (tick += length) - length);
    this.durationSeconds = this.#seconds(planTicks(plan));
    this.edges = [...this.#startTicks.map((start) => this.#seconds(start)), this.durationSeconds];
    this.windows = planWindows(plan);
  }

  /** Whether this is four blocks of one length, as every quarter-period update is. */
  get hasQuarters(): boolean {
    const { ticks } = this.plan.blocks;
    return ticks.length === 4 && ticks.every((length) => length === ticks[0]);
  }

  rowDrive(row: number, block: number): LineDrive {
    return this.#drive(rowDrive(this.plan, block, row));
  }

  /** What a column's switch connects it to. */
  columnDrive(column: number, block: number): LineDrive {
    return this.#drive(columnDrive(this.plan, block, column));
  }

  gateVolts(row: number, block: number): number {
    return shownNumber(codeVolts(gateCode(this.plan, block, row), this.#scale));
  }

  /** When a column's switch is closed; undefined where it stays open. */
  window(column: number, block: number): WindowSpan | undefined {
    if (windowTicks(this.plan, block, column) <= 0) return undefined;
    const start = this.#startTicks[block]!;
    const from = this.#seconds(start + windowFrom(this.plan, block, column));
    const to = this.#seconds(start + windowUntil(this.plan, block, column));
    return { block, from, to, drive: this.columnDrive(column, block) };
  }

  /** When it closes, from the start of its block; 0 also where it stays open. */
  windowFromSeconds(column: number, block: number): number {
    return windowTicks(this.plan, block, column) > 0 ? this.#seconds(windowFrom(this.plan, block, column)) : 0;
  }

  /** How long it is closed. */
  windowSeconds(column: number, block: number): number {
    return Math.max(0, this.#seconds(windowTicks(this.plan, block, column)));
  }

  columnWindows(column: number): WindowSpan[] {
    return this.blocks.flatMap((block) => this.window(column, block) ?? []);
  }

  blockSeconds(block: number): number {
    return this.#seconds(this.plan.blocks.ticks[block]!);
  }

  reference(block: number): ReferenceDrive {
    const drive = this.plan.blocks.reference[block];
    return drive === REFERENCE.forward ? 'forward' : drive === REFERENCE.backward ? 'backward' : 'off';
  }

  /** The far end of the reference conductances: minus the sum of the lines that are driven, 0 V when off. */
  referenceVolts(block: number): number {
    return shownNumber(codeVolts(referenceCode(this.plan, block), this.#scale));
  }

  /** The currents that a block samples; undefined where it takes none. */
  sample(block: number): SampleTaken | undefined {
    const lines = sampledLines(this.plan, block).map((line) =>
      'row' in line ? formatRow(line.row) : formatColumn(line.column),
    );
    const tick = this.#startTicks[block]! + this.plan.blocks.sampleTicks[block]!;
    return lines.length > 0 ? { block, seconds: this.#seconds(tick), lines } : undefined;
  }

  samples(): SampleTaken[] {
    return this.blocks.flatMap((block) => this.sample(block) ?? []);
  }

  /** What something does over all blocks, neighbours that do the same as one. */
  spans(drive: (block: number) => LineDrive): DriveSpan[] {
    const spans: { from: number; to: number; drive: LineDrive }[] = [];
    for (const block of this.blocks) {
      const [from, to, now] = [this.edges[block]!, this.edges[block + 1]!, drive(block)];
      const last = spans.at(-1);
      if (last?.drive === now) last.to = to;
      else spans.push({ from, to, drive: now });
    }
    return spans;
  }

  #drive(code: number): LineDrive {
    if (code === FLOATING) return 'floating';
    return code === SENSED ? 'sensed' : shownNumber(codeVolts(code, this.#scale));
  }

  /** Ticks are summed before they become seconds, so that no rounding adds up. */
  #seconds(ticks: number): number {
    return Number((ticks * this.tickSeconds).toPrecision(15));
  }
}

/** `Q1` in a plan of quarters, `1` in another. */
export const blockName = (view: PlanView, block: number): string => `${view.hasQuarters ? 'Q' : ''}${block + 1}`;
