// What the run journal costs: plans streamed to a twin in this process, which takes no time for them, with every one
// journalled as a training does it, beside the same without.
//   npm run build && node bench/journalling.mjs [rounds] [folder of the runs]
import { openBoard, schedule, systemClock } from '../dist/index.js';
import { claimRun } from '../dist/runs/index.js';
import { inTurns, median, print } from './figure.mjs';
import { scratch } from './quarterwave.mjs';
import { planOf } from './updates.mjs';

const ROUNDS = Number(process.argv[2] ?? 25);
const PLANS = 1024;
const WARM_UP_ROUNDS = 4;
const PLAN_MILLISECONDS = 1;

const root = process.argv[3] ?? scratch();
const board = await openBoard('twin:?arrays=5x8');
const [crossbar] = board.crossbars;
const plans = Array.from({ length: PLANS }, (_, k) => planOf(crossbar, PLAN_MILLISECONDS, k));
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
async function throughput(options) {
  const begun = performance.now();
  await schedule(allPlans(), board, options).forEach(() => {});
  return (1e3 * PLANS) / (performance.now() - begun);
}

const contestants = {
  journalled: () => throughput({ journal: run.stimuli }),
  plain: () => throughput({}),
};
await inTurns(WARM_UP_ROUNDS, contestants);
const { journalled, plain } = await inTurns(ROUNDS, contestants);
run.close({ exitStatus: 'success', reason: 'the benchmark is over' });
await board.close();
const figure = { name: 'journalled-throughput', value: median(journalled), unit: 'plans/s' };
print({ ...figure, peer: 'the same without a journal', peerValue: median(plain) }, { atLeast: 0.95 });
