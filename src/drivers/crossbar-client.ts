import {
  assertReadWithinLimits,
  type AnalogPath,
  type BoardLimits,
  type Crossbar,
  type GroundingProof,
  type PlanResult,
  type PulsePlan,
  type Reading,
  type RunOptions,
  type Shape,
} from '../core/index.js';
import type { AdcRange, DirectionName, ReadReply, ReadRequest } from '../protocols/index.js';
import type { BoardConnection } from './board-connection.js';
import { boardLimitError, boardRejection } from './board-rejection.js';
import { notDone } from './grounding.js';
import type { OpenSession } from './open-session.js';
import type { PlanRunner } from './plan-runner.js';
import { codesOf, readingOf } from './readings.js';

export interface CrossbarClientOptions {
  readonly array: number;
  readonly shape: Shape;
  readonly limits: BoardLimits;
  readonly analog: AnalogPath;
  readonly adc: AdcRange;
  readonly connection: BoardConnection;
  readonly runner: PlanRunner;
  readonly ground: () => Promise<GroundingProof>;
}

/** One array of a board at the other end of a link. Arguments are encoded before a call returns and may be reused. */
export class CrossbarClient implements Crossbar {
  readonly array: number;
  readonly shape: Shape;
  readonly limits: BoardLimits;
  readonly analog: AnalogPath;
  readonly #adc: AdcRange;
  readonly #connection: BoardConnection;
  readonly #runner: PlanRunner;
  readonly #ground: () => Promise<GroundingProof>;

  constructor({ array, shape, limits, analog, adc, connection, runner, ground }: CrossbarClientOptions) {
    this.array = array;
    this.shape = shape;
    this.limits = limits;
    this.analog = analog;
    this.#adc = adc;
    this.#connection = connection;
    this.#runner = runner;
    this.#ground = ground;
  }

  readForward(rowVolts: Float64Array): Promise<Reading> {
    return this.#read('forward', rowVolts);
  }

  readBackward(columnVolts: Float64Array): Promise<Reading> {
    return this.#read('backward', columnVolts);
  }

  run(plan: PulsePlan, options: RunOptions): Promise<PlanResult> {
    return this.#runner.run(plan, this.shape, options);
  }

  ground(): Promise<GroundingProof> {
    return this.#ground();
  }

  async #read(direction: DirectionName, lineVolts: Float64Array): Promise<Reading> {
    const { array, limits } = this;
    assertReadWithinLimits(direction, lineVolts, array, this.shape, limits);
    const codes = codesOf(lineVolts, limits);
    const answer = await this.#connection.perform({
      reading: true,
      attempt: (session, isOvertaken) => {
        if (isOvertaken) throw notDone(session.link.where);
        session.release();
        return this.#ask(session, { array, direction, codes });
      },
    });
    return readingOf(answer, this.#adc);
  }

  async #ask({ link }: OpenSession, fields: ReadRequest): Promise<ReadReply> {
    const answer = await link.send('read', fields).answer;
    if ('reply' in answer) return answer.reply;
    const { refused } = answer;
    throw boardLimitError(this.array, this.limits, refused) ?? boardRejection(link.where, 'read', refused);
  }
}
