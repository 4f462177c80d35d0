// What the run journal costs: plans streamed to a twin in this process, which takes no time for them, with every one
// journalled as a training does it, beside the same without.
import { openBoard, schedule, systemClock } from '../dist/index.js';
import { claimRun } from '../dist/runs/index.js';
import { inTurns, median } from './figure.mjs';
import { scratch } from './quarterwave.mjs';
import { planOf } from './updates.mjs';

const ROUNDS = 600;
const PLANS = 64;
const WARM_UP_ROUNDS = 64;
const PLAN_MILLISECONDS = 1;

const figures = [
  {
    name: 'journalling-throughput',
    what: 'plans streamed with a journal of every one',
    unit: 'plans/s',
    peer: 'the same without a journal',
    atLeast: 0.95,
  },
  {
    name: 'journalling-time-of-a-plan',
    what: 'time that the journal takes of a plan, the disk included',
    unit: 'us',
    peer: 'all of the plan',
    atMost: 0.05,
  },
];

const newRun = (board) =>
  claimRun({ root: scratch(), kind: 'bench', name: 'journalling', clock: systemClock }).begin({
    toolVersion: 'bench',
    config: {},
    seed: 0,
    streams: [],
    board: { uri: board.uri, identity: board.identity, limits: board.limits },
    parentRun: null,
  });

/** A journal that counts the time it takes, disk included. */
function countedJournal(stimuli) {
  const counted = { milliseconds: 0 };
  const timed = (act) => {
    const begun = performance.now();
    act();
    counted.milliseconds += performance.now() - begun;
  };
  const journal = {
    intend: (serial) => timed(() => stimuli.intend(serial)),
    acknowledge: (serial) => timed(() => stimuli.acknowledge(serial)),
  };
  return { journal, counted };
}

async function* inOrder(plans) {
  yield* plans;
}

async function run() {
  // one board each, so that the serials of the journalled one follow each other as in a training
  const [board, plainBoard] = [await openBoard('twin:?arrays=5x8'), await openBoard('twin:?arrays=5x8')];
  const plans = Array.from({ length: PLANS }, (_, k) => planOf(board.crossbars[0], PLAN_MILLISECONDS, k));
  const folder = newRun(board);
  const { journal, counted } = countedJournal(folder.stimuli);
  const milliseconds = async (on, options) => {
    const begun = performance.now();
    await schedule(inOrder(plans), on, options).forEach(() => {});
    return performance.now() - begun;
  };
  const contestants = {
    journalled: () => milliseconds(board, { journal }),
    plain: () => milliseconds(plainBoard, {}),
  };
  await inTurns(WARM_UP_ROUNDS, contestants);
  counted.milliseconds = 0;
  const { journalled, plain } = await inTurns(ROUNDS, contestants);
  folder.close({ exitStatus: 'success', reason: 'the benchmark is over' });
  await Promise.all([board.close(), plainBoard.close()]);
  // the journal is synced to the disk in one round of 32: the median has none of that, the sum has all of it
  const perSecond = (ms) => (1e3 * PLANS) / ms;
  const total = journalled.reduce((sum, ms) => sum + ms, 0);
  const ofPlan = (ms) => (1e3 * ms) / (ROUNDS * PLANS);
  return {
    'journalling-throughput': { value: perSecond(median(journalled)), peerValue: perSecond(median(plain)) },
    'journalling-time-of-a-plan': { value: ofPlan(counted.milliseconds), peerValue: ofPlan(total) },
  };
}

// the disk is somebody else's work
export const benches = [{ figures, pinned: false, run }];
