// A host that fires plans at a board until it is killed, journalled as a training is: the run before it, which was
// killed too, is settled first. `node pulsing-host.mjs BOARD RUNS [PARENT]`; one JSON line for what was settled, then
// `pulsing`.
import { planOfBlocks, systemClock, windowsFromStart } from '../../dist/core/index.js';
import { settleStimuli } from '../../dist/cli/train/settle-stimuli.js';
import { profileOf } from '../../dist/cli/chip-choice.js';
import { drawNonce, openBoard } from '../../dist/drivers/index.js';
import { schedule } from '../../dist/pulse/index.js';
import { claimRun, openRun } from '../../dist/runs/index.js';

const [uri, root, parent] = process.argv.slice(2);
const board = await openBoard(uri, { clock: systemClock, drawNonce });
const claimed = claimRun({ root, kind: 'faults', name: 'pulsing', clock: systemClock });
const { identity, limits } = board;
const run = claimed.begin({
  toolVersion: '0',
  config: {},
  seed: 1,
  streams: [],
  board: { uri, identity, limits },
  parentRun: null,
});
const open = parent === undefined ? [] : openRun(parent).serials.unacknowledged;
const settled = await settleStimuli(open, board, profileOf(identity, undefined), run);
process.stdout.write(`${JSON.stringify({ run: run.path, open, ...settled })}\n`);

const { rows, columns } = board.crossbars[0].shape;
async function* plans() {
  for (let turn = 0; ; turn += 1) {
    const blocks = Array.from({ length: 4 }, (_, quarter) => ({
      ticks: 100,
      rows: new Int32Array(rows).fill(quarter < 2 ? 4500 : -4500),
      windows: windowsFromStart(Array.from({ length: columns }, (__, at) => (turn + quarter * columns + at) % 20)),
    }));
    yield { plan: planOfBlocks(0, { rows, columns }, blocks), clippedWindows: 0 };
  }
}
let told = false;
schedule(plans(), board, { journal: run.stimuli }).subscribe((event) => {
  if (told || event.type !== 'finished') return;
  told = true;
  process.stdout.write('pulsing\n');
});
