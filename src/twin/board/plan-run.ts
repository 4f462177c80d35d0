import { planBlocks, type BoardLimits, type PulsePlan } from '../../core/index.js';
import type { ChipArray } from '../chip/index.js';
import { convertToVolts } from './converters.js';

/** How far a plan has come: what the retained memory counts along with it. */
export interface PlanProgress {
  /** Whole blocks. */
  readonly blocksDone: number;
  /** Their length. */
  readonly durationTicks: number;
  readonly windowsFired: number;
  /** Drawn from the row drivers. */
  readonly joules: number;
}

/** One run of a plan that was checked before, block by block: the only place where a plan moves cells. */
export class PlanRun implements PlanProgress {
  readonly plan: PulsePlan;
  readonly startTick: number;
  /** Ticks that each block was really held for; 0 where it never began. */
  readonly heldTicks: Uint32Array;
  readonly #array: ChipArray;
  readonly #limits: BoardLimits;
  readonly #rowVolts: Float64Array;
  readonly #columnSeconds: Float64Array;
  #blocksDone = 0;
  #durationTicks = 0;
  #windowsFired = 0;
  #joules = 0;

  constructor(plan: PulsePlan, array: ChipArray, limits: BoardLimits, startTick: number) {
    this.plan = plan;
    this.startTick = startTick;
    this.heldTicks = new Uint32Array(planBlocks(plan));
    this.#array = array;
    this.#limits = limits;
    this.#rowVolts = new Float64Array(plan.shape.rows);
    this.#columnSeconds = new Float64Array(plan.shape.columns);
  }

  get blocksDone(): number {
    return this.#blocksDone;
  }

  get durationTicks(): number {
    return this.#durationTicks;
  }

  get windowsFired(): number {
    return this.#windowsFired;
  }

  get joules(): number {
    return this.#joules;
  }

  get isOver(): boolean {
    return this.#blocksDone === this.heldTicks.length;
  }

  /** Board clock at the end of the last block that was done. */
  get reachedTick(): number {
    return this.startTick + this.#durationTicks;
  }

  /** Board clock at the end of the block under way. */
  get dueTick(): number {
    return this.reachedTick + (this.plan.blockTicks[this.#blocksDone] ?? 0);
  }

  /** Applies the next block. */
  applyBlock(): void {
    const ticks = this.plan.blockTicks[this.#blocksDone]!;
    this.#apply(ticks);
    this.#blocksDone += 1;
    this.#durationTicks += ticks;
  }

  /** Applies the beginning of the next block; nothing may be applied after it. */
  cutBlock(ticks: number): void {
    this.#apply(ticks);
  }

  #apply(ticks: number): void {
    const { rows, columns } = this.plan.shape;
    const { tickSeconds } = this.#limits;
    const block = this.#blocksDone;
    this.heldTicks[block] = ticks;
    convertToVolts(this.plan.rowCodes.subarray(block * rows, (block + 1) * rows), this.#limits, this.#rowVolts);
    for (let column = 0; column < columns; column += 1) {
      const window = this.plan.columnTicks[block * columns + column]!;
      if (window > 0) this.#windowsFired += 1;
      this.#columnSeconds[column] = window * tickSeconds;
    }
    this.#joules += this.#array.applyBlock(this.#rowVolts, this.#columnSeconds, ticks * tickSeconds);
  }
}
