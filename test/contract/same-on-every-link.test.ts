import { expect, it } from 'vitest';
import { randomStream, systemClock } from '../../src/core/index.js';
import { BoardClient } from '../../src/drivers/index.js';
import { builtInChip } from '../../src/twin/index.js';
import { FaultPipe } from '../mocks/fault-pipe.js';
import { boardRigs, type MakeBoardRig } from './board-rigs.js';
import { strongPlan } from './describe-board-contract.js';
import { noncesFrom } from '../mocks/nonces.js';

const STEPS = 40;
/** Noise and stuck cells, so that one draw more or less anywhere would show. */
const CHIP = {
  ...builtInChip('silver-chalcogenide'),
  readNoise: 0.01,
  stuckFraction: { fraction: 0.05, at: 'random' },
} as const;

/** Everything a board answers to one fixed course of reads and plans. */
async function course(make: MakeBoardRig): Promise<unknown> {
  const rig = await make({ chip: CHIP, seed: 23 });
  // cut at random: what a chunk holds must not matter
  const pipe = new FaultPipe(await rig.open(systemClock), { seed: 3, toBoard: { split: 0.5 }, toHost: { split: 0.5 } });
  const board = await BoardClient.open(pipe, { uri: 'board', clock: systemClock, drawNonce: noncesFrom(99) });
  const [crossbar] = board.crossbars;
  const random = randomStream(4, 'course');
  const read = (lines: number): Float64Array => Float64Array.from({ length: lines }, () => 0.1 * random.uniform());
  const answers = [];
  for (let step = 0; step < STEPS; step += 1) {
    answers.push(
      ...(await Promise.all([
        crossbar!.readForward(read(5)),
        crossbar!.run(strongPlan(board, 0.2 + 0.1 * random.uniform()), { serial: board.takeSerial() }),
        crossbar!.readBackward(read(8)),
      ])),
    );
  }
  await board.close();
  const { states } = rig.twin.chip.arrays[0]!;
  await rig.dispose();
  return { answers, states };
}

it('the same seed gives the same answers, bit for bit, on every link', async () => {
  const [inProcess, ...others] = await Promise.all(boardRigs.map(([, make]) => course(make)));
  for (const other of others) expect(other).toEqual(inProcess);
});
