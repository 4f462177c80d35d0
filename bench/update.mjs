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
  {
    name: 'update-784x397-beside-numpy-that-keeps-memory',
    what: 'the same, where glibc is told to keep the memory of the temporary arrays',
    unit: 'cells/s',
    peer: 'the same step with MALLOC_TRIM_THRESHOLD_ and MALLOC_MMAP_THRESHOLD_ at 1 GB',
    debian: 'python3-numpy',
  },
  { name: 'update-784x397-error', what: 'largest error of x after it, against a tight ODE', unit: '', atMost: 1e-4 },
];

/** glibc gives the memory of every array back and asks for it again, unless it is told not to. */
const KEEPS_MEMORY = { MALLOC_TRIM_THRESHOLD_: '1000000000', MALLOC_MMAP_THRESHOLD_: '1000000000' };

async function startNumpy(startPython, states, updates, env) {
  const numpy = await startPython('yakopcic_numpy.py', env);
  if (numpy === undefined) return undefined;
  const text = Buffer.from(Float32Array.from(states).buffer).toString('base64');
  const { version } = await numpy.ask({ ...SHAPE, states: text, updates: updates.map(cellPulses) });
  return {
    version,
    cellsPerSecond: async () => (NUMPY_STEPS * CELLS) / (await numpy.ask({ steps: NUMPY_STEPS })).seconds,
    async afterFirst() {
      const { states: after } = await numpy.ask({ states: true });
      return Float64Array.from(new Float32Array(Uint8Array.from(Buffer.from(after, 'base64')).buffer));
    },
  };
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
  const keeping = await startNumpy(startPython, states, updates, KEEPS_MEMORY);
  const contestants = {
    ours: () => CELLS / secondsOf(() => update(updates[next++ % DIFFERENT])),
    ...(numpy && { asItComes: numpy.cellsPerSecond, keeping: keeping.cellsPerSecond }),
  };
  // what comes first warms up
  secondsOf(() => update(updates[next++ % DIFFERENT]), 0.5);
  await inTurns(2, contestants);
  const { ours, asItComes, keeping: kept } = await inTurns(ROUNDS, contestants);
  if (numpy) {
    const off = errorOf(await numpy.afterFirst());
    say(`numpy ${numpy.version} is off by up to ${off.toExponential(1)} of x`);
  }
  const beside = (theirs) => ({
    value: median(ours),
    ...(theirs && { peerValue: median(theirs), peerVersion: numpy.version }),
  });
  return {
    'update-784x397': beside(asItComes),
    'update-784x397-beside-numpy-that-keeps-memory': beside(kept),
    'update-784x397-error': error,
  };
}

export const benches = [{ figures, run }];
