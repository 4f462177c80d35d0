import { formatQuantity } from '../core/index.js';
import { ERROR_CODES, KINDS } from '../protocols/index.js';
import type { Bench } from './bench.js';
import type { Need } from './check.js';
import { CheckFailed } from './check-failed.js';
import { startLongPlan } from './long-plan.js';
import { blocksAboveSampleLimit, lackOfSamples } from './sample-plans.js';

/** Shorter plans are over before anything can be sent. */
const LEAST_SECONDS = 0.05;
/** To outlast a lease that is longer than any round trip. */
const LONG_SECONDS = 0.8;

/** As many as any check sends without waiting. */
const FEW_REQUESTS = 3;

/** Why a need cannot be met; undefined where it is. */
type Lack = string | undefined;

async function lackOfLease(bench: Bench): Promise<Lack> {
  await bench.begin();
  await bench.release();
  const { identity } = bench.hello;
  const arm = { identity, leaseMilliseconds: 1000, token: bench.draw() };
  const { leaseMilliseconds } = await bench.host.ask('arm', arm);
  return leaseMilliseconds > 0 ? undefined : 'the board has no clock of its own and grants no lease';
}

function lackOfLength({ plans }: Bench, leastSeconds: number): Lack {
  const seconds = plans.seconds(plans.long);
  return seconds < leastSeconds ? `its longest plan is over in ${formatQuantity(seconds, 's')}` : undefined;
}

async function lackOfPace(bench: Bench): Promise<Lack> {
  const tooShort = lackOfLength(bench, LEAST_SECONDS);
  if (tooShort !== undefined) return tooShort;
  await bench.begin();
  const { fire } = await startLongPlan(bench);
  const heard = await bench.host.said();
  const isOver = heard.some((item) => item.type === 'frame' && item.frame.request === fire.request);
  return isOver ? 'its plans are over before anything else can reach it' : undefined;
}

async function lackOfTrace(bench: Bench): Promise<Lack> {
  await bench.begin();
  const { serial } = await bench.fire(bench.plans.small, await bench.arm());
  const request = bench.host.number('trace', { serial, offset: 0, count: 1 });
  await bench.host.send(request);
  const { kind, payload } = await bench.host.answer(request);
  const code = new DataView(payload.buffer, payload.byteOffset).getInt16(0, true);
  const unknown = kind === KINDS.error && code === ERROR_CODES['unknown-op'];
  return unknown ? 'the board measures no edges of its own: look at them with an oscilloscope' : undefined;
}

function lackOfOutputLimit({ plans, limits }: Bench): Lack {
  const over = Math.floor(limits.maxOutputTicks / plans.step) * plans.step + plans.step;
  return plans.holding(over) === undefined ? 'no plan this board takes is as long as its maxOutputTicks' : undefined;
}

function lackOfSampleLimit({ plans }: Bench): Lack {
  const blocks = blocksAboveSampleLimit(plans);
  return blocks <= plans.mostBlocks ? undefined : 'no plan this board takes has more samples than its maxSamples';
}

/** What a board or the way to it can do, found out when it is first asked for. */
export class BoardAbilities {
  readonly #bench: Bench;
  readonly #lacks = new Map<Need, Promise<Lack>>();

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** Why the need cannot be met; undefined where it is, or where finding out failed: the check will say why. */
  lack(need: Need): Promise<Lack> {
    const lack =
      this.#lacks.get(need) ??
      this.#find(need).catch((error: unknown) => {
        if (error instanceof CheckFailed) return undefined;
        throw error;
      });
    this.#lacks.set(need, lack);
    return lack;
  }

  async #find(need: Need): Promise<Lack> {
    const bench = this.#bench;
    switch (need) {
      case 'fresh-board':
        return bench.openFresh === undefined ? 'needs a board that was just switched on' : undefined;
      case 'window':
        return bench.hello.maxInFlight >= FEW_REQUESTS
          ? undefined
          : 'the board takes only one or two requests at a time';
      case 'lease':
        return lackOfLease(bench);
      case 'pace':
        return lackOfPace(bench);
      case 'long-plan':
        return lackOfLength(bench, LONG_SECONDS);
      case 'trace':
        return lackOfTrace(bench);
      case 'coarse-grid':
        return bench.limits.edgeTicks === 1 ? 'every tick is on the grid of this board' : undefined;
      case 'guards':
        return bench.plans.opening + bench.plans.closing === 0
          ? 'the board lets switches close and open anywhere in a block'
          : undefined;
      case 'driven-columns':
        return bench.limits.drivesColumns ? undefined : 'the board cannot drive columns in a plan';
      case 'gates':
        return bench.plans.isGated ? undefined : 'the board has no gates';
      case 'no-gates':
        return bench.plans.isGated ? 'what its gates are at in a read is not known' : undefined;
      case 'samples':
        return lackOfSamples(bench.plans);
      case 'sample-limit':
        return lackOfSampleLimit(bench);
      case 'output-limit':
        break;
    }
    return lackOfOutputLimit(bench);
  }
}
