import { planBlocks, planSamples, WINDOW_EDGES, type PulsePlan } from '../../core/index.js';
import type { ChipTime } from './chip-time.js';
import type { PlanStage } from './front-end.js';
import { PlanSamples } from './plan-samples.js';
import type { SwitchWindow } from './switch-windows.js';

/** How far a plan has come: what the retained memory counts along with it. */
export interface PlanProgress {
  /** Whole blocks. */
  readonly blocksDone: number;
  /** Their length. */
  readonly durationTicks: number;
  readonly windowsFired: number;
  /** Drawn from the drivers. */
  readonly joules: number;
}

export interface PlanRunOptions {
  readonly plan: PulsePlan;
  readonly stage: PlanStage;
  readonly chipTime: ChipTime;
  readonly tickSeconds: number;
  readonly startTick: number;
}

/** Windows of a block that open before so many ticks of it. */
function windowsWithin(plan: PulsePlan, block: number, ticks: number): number {
  const { windowVectors, blocks, shape } = plan;
  const first = WINDOW_EDGES * blocks.windows[block]! * shape.columns;
  let windows = 0;
  for (let at = first; at < first + WINDOW_EDGES * shape.columns; at += WINDOW_EDGES) {
    const from = windowVectors[at]!;
    if (windowVectors[at + 1]! > from && from < ticks) windows += 1;
  }
  return windows;
}

/** One run of a plan that was checked before, block by block: the only place where a plan moves cells. */
export class PlanRun implements PlanProgress {
  readonly plan: PulsePlan;
  readonly startTick: number;
  /** Ticks that each block was really held for; 0 where it never began. */
  readonly heldTicks: Uint32Array;
  readonly #stage: PlanStage;
  readonly #chipTime: ChipTime;
  readonly #tickSeconds: number;
  readonly #samples: PlanSamples;
  #blocksDone = 0;
  #durationTicks = 0;
  #windowsFired = 0;
  #joules = 0;

  constructor({ plan, stage, chipTime, tickSeconds, startTick }: PlanRunOptions) {
    this.plan = plan;
    this.startTick = startTick;
    this.heldTicks = new Uint32Array(planBlocks(plan));
    this.#stage = stage;
    this.#chipTime = chipTime;
    this.#tickSeconds = tickSeconds;
    this.#samples = new PlanSamples(plan, planSamples(plan), stage);
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

  /** ADC codes of the currents sampled so far. */
  get sampledCodes(): Int32Array {
    return this.#samples.codes;
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
    return this.reachedTick + (this.plan.blocks.ticks[this.#blocksDone] ?? 0);
  }

  /** When each column's switch was really closed in a block that was held for so long. */
  windowsOf(block: number, heldTicks: number): readonly SwitchWindow[] {
    return this.#stage.windowsOf(block, heldTicks);
  }

  /** Applies the next block. */
  applyBlock(): void {
    const ticks = this.plan.blocks.ticks[this.#blocksDone]!;
    this.#apply(ticks);
    this.#blocksDone += 1;
    this.#durationTicks += ticks;
  }

  /** Applies the beginning of the next block; nothing may be applied after it. */
  cutBlock(ticks: number): void {
    this.#apply(ticks);
  }

  #apply(ticks: number): void {
    const block = this.#blocksDone;
    this.heldTicks[block] = ticks;
    this.#windowsFired += windowsWithin(this.plan, block, ticks);
    const sampleTick = this.plan.blocks.sampleTicks[block]!;
    const seconds = ticks * this.#tickSeconds;
    this.#chipTime.begin(this.plan.array, this.reachedTick, ticks);
    if (sampleTick === 0 || sampleTick > ticks) {
      this.#joules += this.#stage.applyBlock(block, seconds);
    } else {
      this.#joules += this.#stage.applyBlock(block, seconds, this.#samples.currents);
      this.#samples.take(block);
    }
  }
}
