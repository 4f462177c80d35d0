import {
  assertReadWithinLimits,
  type BoardLimits,
  type Crossbar,
  type GroundingProof,
  type PlanRecord,
  type PulsePlan,
  type Reading,
  type RunOptions,
  type Shape,
} from '../core/index.js';
import type { AdcRange, DirectionName } from '../protocols/index.js';
import type { BoardLink } from './board-link.js';
import { boardLimitError, boardRejection } from './board-rejection.js';
import type { PlanRunner } from './plan-runner.js';
import { codesOf, readingOf } from './readings.js';

export interface CrossbarClientOptions {
  readonly array: number;
  readonly shape: Shape;
  readonly limits: BoardLimits;
  readonly adc: AdcRange;
  readonly link: BoardLink;
  readonly runner: PlanRunner;
  readonly ground: () => Promise<GroundingProof>;
}

/** One array of a board at the other end of a link. Arguments are encoded before a call returns and may be reused. */
export class CrossbarClient implements Crossbar {
  readonly array: number;
  readonly shape: Shape;
  readonly limits: BoardLimits;
  readonly #adc: AdcRange;
  readonly #link: BoardLink;
  readonly #runner: PlanRunner;
  readonly #ground: () => Promise<GroundingProof>;

  constructor({ array, shape, limits, adc, link, runner, ground }: CrossbarClientOptions) {
    this.array = array;
    this.shape = shape;
    this.limits = limits;
    this.#adc = adc;
    this.#link = link;
    this.#runner = runner;
    this.#ground = ground;
  }

  readForward(rowVolts: Float64Array): Promise<Reading> {
    return this.#read('forward', rowVolts);
  }

  readBackward(columnVolts: Float64Array): Promise<Reading> {
    return this.#read('backward', columnVolts);
  }

  run(plan: PulsePlan, options: RunOptions): Promise<PlanRecord> {
    return this.#runner.run(plan, this.shape, options);
  }

  ground(): Promise<GroundingProof> {
    return this.#ground();
  }

  /** Not repeated by itself when it times out: what was asked after it may have moved cells since. */
  async #read(direction: DirectionName, lineVolts: Float64Array): Promise<Reading> {
    const { array, limits } = this;
    assertReadWithinLimits(direction, lineVolts, array, this.shape, limits);
    const codes = codesOf(lineVolts, limits);
    const answer = await this.#link.send('read', { array, direction, codes }).answer;
    if ('reply' in answer) return readingOf(answer.reply, this.#adc);
    throw boardLimitError(array, limits, answer.refused) ?? boardRejection(this.#link.where, 'read', answer.refused);
  }
}
