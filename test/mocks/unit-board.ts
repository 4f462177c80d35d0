import {
  amperes,
  boardTicks,
  hostTime,
  joules,
  ohms,
  planBlocks,
  planTicks,
  planWindows,
  volts,
  type AnalogPath,
  type Board,
  type BoardLimits,
  type BoardStatus,
  type Crossbar,
  type GroundingProof,
  type PlanResult,
  type PulsePlan,
  type Shape,
} from '../../src/core/index.js';
import { boardUnderTest } from '../../src/pulse/board-under-test.js';

export const unitLimits: BoardLimits = { ...boardUnderTest, maxPlans: 2 };

const unitAnalog: AnalogPath = {
  switchOnOhms: ohms(1e-3),
  driverOhms: ohms(0),
  segmentOhms: ohms(0),
  senseFullScaleAmperes: amperes(5e-3),
};

/** A plan under way, to be ended by the test. */
export interface HeldPlan {
  readonly plan: PulsePlan;
  readonly serial: number;
  start(): void;
  /** @param samples none unless given; null where they were lost with the link */
  finish(samples?: Float64Array | null): void;
  fail(error: unknown): void;
}

/** A board without a wire or a chip: plans wait until the test ends them. For whatever stands on the port alone. */
export class UnitBoard implements Board {
  readonly uri = 'unit:';
  readonly identity = { vendor: 'test', model: 'unit', serialNumber: '1', firmware: '0', chip: 'silver-chalcogenide' };
  readonly limits = unitLimits;
  readonly analog = unitAnalog;
  readonly crossbars: readonly Crossbar[];
  readonly health = { framesReceived: 0, bytesDiscarded: 0, framesDiscarded: 0, framesRepeated: 0, reconnections: 0 };
  readonly lastSerialAtOpen = 0;
  /** Plans in flight, oldest first. */
  readonly held: HeldPlan[] = [];
  /** Everything asked of the board, in order. */
  readonly log: string[] = [];
  residualVolts = 0;
  #serial = 0;
  #tick = 0;

  constructor(shape: Shape) {
    this.crossbars = [this.#crossbar(shape)];
  }

  takeSerial(): number {
    this.#serial += 1;
    return this.#serial;
  }

  recordOf(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  status(): Promise<BoardStatus> {
    return Promise.resolve({
      state: 'idle',
      cause: 'boot',
      lastSerial: this.#serial,
      boardTicks: boardTicks(this.#tick),
      leaseMilliseconds: 0,
      grounded: null,
    });
  }

  clear(): Promise<BoardStatus> {
    return this.status();
  }

  lowerLimits(): Promise<never> {
    return Promise.reject(new Error('the limits of a unit board stay as they are'));
  }

  reconcile(): Promise<never> {
    return Promise.reject(new Error('a unit board is never cut off'));
  }

  ground(): Promise<GroundingProof> {
    this.log.push('ground');
    return Promise.resolve({
      grounded: this.residualVolts === 0,
      residualVolts: volts(this.residualVolts),
      boardTicks: boardTicks(this.#tick),
      latency: hostTime(0),
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }

  #crossbar(shape: Shape): Crossbar {
    const none = () => Promise.resolve({ amperes: new Float64Array(0), boardTicks: boardTicks(0), energy: joules(0) });
    return {
      array: 0,
      shape,
      limits: unitLimits,
      analog: unitAnalog,
      readForward: none,
      readBackward: none,
      ground: () => this.ground(),
      run: (plan, { serial, onStarted }) =>
        new Promise<PlanResult>((resolve, reject) => {
          this.log.push(`run ${serial}`);
          const startTick = boardTicks(this.#tick);
          this.#tick += planTicks(plan);
          this.held.push({
            plan,
            serial,
            start: () => onStarted?.(startTick),
            finish: (samples = new Float64Array(0)) =>
              resolve({
                serial,
                planId: '0'.repeat(32),
                outcome: 'done',
                verdict: 'none',
                startTick,
                durationTicks: boardTicks(planTicks(plan)),
                blocksDone: planBlocks(plan),
                windowsFired: planWindows(plan),
                energy: joules(0),
                samples: samples ?? undefined,
              }),
            fail: reject,
          });
        }),
    };
  }
}
