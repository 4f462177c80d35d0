// A dense update of 784 x 397 cells beside one Euler step of the same cells in numpy, and how wrong each is.
import { makeArray, circuit } from './array-under-test.mjs';
import { inTurns, median, secondsOf } from './figure.mjs';
import { cellPulses, drawnStates, drawnUpdate } from './quarter-update.mjs';
import { largestError } from './tight-ode.mjs';

const SHAPE = { rows: 784, columns: 397 };
const CELLS = SHAPE.rows * SHAPE.columns;
const ROUNDS = 9;
const NUMPY_STEPS = 4;
/** Updates in turn, none like the one before. */
const DIFFERENT = 8;
const SAMPLED_COLUMNS = [0, 132, 264, 396];

const figures = [
  {
    name: 'update-784x397',
    what: 'cells taken through a whole update in a second, 784 x 397 dense',
    unit: 'cells/s',
    peer: 'one Euler step a cell, numpy float32',
    debian: 'python3-numpy',
    atLeast: 10,
  },
  { name: 'update-784x397-error', what: 'largest error of x after it, against a tight ODE', unit: '', atMost: 1e-4 },
];

async function startNumpy(startPython, states, updates) {
  const numpy = await startPython('yakopcic_numpy.py');
  if (numpy === undefined) return undefined;
  const { version } = await numpy.ask({ ...SHAPE, states: [...states], updates: updates.map(cellPulses) });
  return { version, ask: numpy.ask };
}

async function run({ startPython, say }) {
  const states = drawnStates(SHAPE, '784x397');
  const updates = Array.from({ length: DIFFERENT }, (_, k) => drawnUpdate(SHAPE, `784x397/${k}`));
  const [{ blocks }] = updates;
  const errorOf = (after) => largestError(states, after, SHAPE, blocks, circuit, SAMPLED_COLUMNS);
  const { array, update } = makeArray(SHAPE, states);
  update(updates[0]);
  const error = errorOf(array.states);
  let next = 0;
  const numpy = await startNumpy(startPython, states, updates);
  const contestants = {
    ours: () => CELLS / secondsOf(() => update(updates[next++ % DIFFERENT])),
    ...(numpy && {
      theirs: async () => (NUMPY_STEPS * CELLS) / (await numpy.ask({ steps: NUMPY_STEPS })).seconds,
    }),
  };
  await inTurns(2, contestants);
  const { ours, theirs } = await inTurns(ROUNDS, contestants);
  if (numpy) {
    const { states: after } = await numpy.ask({ states: true });
    say(`numpy ${numpy.version} is off by up to ${errorOf(Float64Array.from(after)).toExponential(1)} of x`);
  }
  return {
    'update-784x397': { value: median(ours), ...(theirs && { peerValue: median(theirs), peerVersion: numpy.version }) },
    'update-784x397-error': error,
  };
}

export const benches = [{ figures, run }];
