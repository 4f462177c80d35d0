// What the run journal costs: plans streamed to a twin in this process, which takes no time for them, with every one
// journalled as a training does it, beside the same without.
//   npm run build && node bench/journalling.mjs [rounds] [folder of the runs]
import { openBoard, schedule, systemClock } from '../dist/index.js';
import { claimRun } from '../dist/runs/index.js';
import { inTurns, median, print } from './figure.mjs';
import { scratch } from './quarterwave.mjs';
import { planOf } from './updates.mjs';

const ROUNDS = Number(process.argv[2] ?? 9);
const PLANS = 64;
/** Blocks in turn in every round: enough lines that the journal is synced to the disk, and enough plans to tell 1 %. */
const BLOCKS = 128;
const WARM_UP_BLOCKS = 64;
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

async function milliseconds(on, options) {
  const begun = performance.now();
  await schedule(allPlans(), on, options).forEach(() => {});
  return performance.now() - begun;
}

const contestants = {
  journalled: () => milliseconds(board, { journal: run.stimuli }),
  plain: () => milliseconds(plainBoard, {}),
};
await inTurns(WARM_UP_BLOCKS, contestants);
/** Plans a second, a round each. */
const throughputs = { journalled: [], plain: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  const blocks = await inTurns(BLOCKS, contestants);
  for (const [name, times] of Object.entries(blocks)) {
    throughputs[name].push((1e3 * PLANS * BLOCKS) / times.reduce((sum, time) => sum + time, 0));
  }
}
run.close({ exitStatus: 'success', reason: 'the benchmark is over' });
await Promise.all([board.close(), plainBoard.close()]);
const figure = { name: 'journalled-throughput', value: median(throughputs.journalled), unit: 'plans/s' };
print({ ...figure, peer: 'the same without a journal', peerValue: median(throughputs.plain) }, { atLeast: 0.95 });
