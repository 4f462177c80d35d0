// What the run journal costs: plans streamed to a twin in this process, which takes no time for them, with every one
// journalled as a training does it, beside the same without.
//   npm run build && node bench/journalling.mjs [rounds] [folder of the runs]
import { openBoard, schedule, systemClock } from '../dist/index.js';
import { claimRun } from '../dist/runs/index.js';
import { inTurns, median, print } from './figure.mjs';
import { scratch } from './quarterwave.mjs';
import { planOf } from './updates.mjs';

const ROUNDS = Number(process.argv[2] ?? 600);
const PLANS = 64;
const WARM_UP_ROUNDS = 64;
const PLAN_MILLISECONDS = 1;

// one board each, so that the serials of the journalled one follow each other as in a training
const [board, plainBoard] = [await openBoard('twin:?arrays=5x8'), await openBoard('twin:?arrays=5x8')];
const plans = Array.from({ length: PLANS }, (_, k) => planOf(board.crossbars[0], PLAN_MILLISECONDS, k));
const root = process.argv[3] ?? scratch();
const run = claimRun({ root, kind: 'bench', name: 'journalling', clock: systemClock }).begin({
  toolVersion: 'bench',
  config: {},
  seed: 0,
  streams: [],
  board: { uri: board.uri, identity: board.identity, limits: board.limits },
  parentRun: null,
});

async function* allPlans() {
  yield* plans;
}

let journalMilliseconds = 0;

/** Does it and counts its time, disk included. */
function counted(act) {
  const begun = performance.now();
  act();
  journalMilliseconds += performance.now() - begun;
}

const journal = {
  intend: (serial) => counted(() => run.stimuli.intend(serial)),
  acknowledge: (serial) => counted(() => run.stimuli.acknowledge(serial)),
};

async function milliseconds(on, options) {
  const begun = performance.now();
  await schedule(allPlans(), on, options).forEach(() => {});
  return performance.now() - begun;
}

const contestants = {
  journalled: () => milliseconds(board, { journal }),
  plain: () => milliseconds(plainBoard, {}),
};
await inTurns(WARM_UP_ROUNDS, contestants);
journalMilliseconds = 0;
const { journalled, plain } = await inTurns(ROUNDS, contestants);
run.close({ exitStatus: 'success', reason: 'the benchmark is over' });
await Promise.all([board.close(), plainBoard.close()]);

// the journal is synced to the disk in one round of 32: the median has none of that, the sum has all of it
const perSecond = (ms) => (1e3 * PLANS) / ms;
const throughput = { value: perSecond(median(journalled)), unit: 'plans/s' };
const peer = 'the same without a journal';
print({ name: 'journalled-throughput', ...throughput, peer, peerValue: perSecond(median(plain)) }, { atLeast: 0.95 });
const total = journalled.reduce((sum, ms) => sum + ms, 0) / (ROUNDS * PLANS);
const spent = { value: (1e3 * journalMilliseconds) / (ROUNDS * PLANS), unit: 'us' };
print({ name: 'journal-time-of-a-plan', ...spent, peer: 'all of the plan', peerValue: 1e3 * total }, { atMost: 0.05 });
