// What the run journal costs: plans streamed to a twin in this process, which takes no time for them, with every one
// journalled as a training does it, beside the same without.
//   npm run build && node bench/journalling.mjs [rounds] [folder of the runs]
import { openBoard, schedule, systemClock } from '../dist/index.js';
import { claimRun } from '../dist/runs/index.js';
import { inTurns, median, print } from './figure.mjs';
import { scratch } from './quarterwave.mjs';
import { planOf } from './updates.mjs';

const ROUNDS = Number(process.argv[2] ?? 75);
const PLANS = 256;
const WARM_UP_ROUNDS = 15;
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

/** Plans a second. */
async function throughput(on, options) {
  const begun = performance.now();
  await schedule(allPlans(), on, options).forEach(() => {});
  return (1e3 * PLANS) / (performance.now() - begun);
}

const contestants = {
  journalled: () => throughput(board, { journal: run.stimuli }),
  plain: () => throughput(plainBoard, {}),
};
await inTurns(WARM_UP_ROUNDS, contestants);
const { journalled, plain } = await inTurns(ROUNDS, contestants);
run.close({ exitStatus: 'success', reason: 'the benchmark is over' });
await Promise.all([board.close(), plainBoard.close()]);
const figure = { name: 'journalled-throughput', value: median(journalled), unit: 'plans/s' };
print({ ...figure, peer: 'the same without a journal', peerValue: median(plain) }, { atLeast: 0.95 });
