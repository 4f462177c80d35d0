// Dense updates of 784 x 397 cells beside one Euler step of the same cells in numpy, and how wrong each is: one brief pulse
// on every cell, which is what the step is, and a whole update of four quarters, for which numpy would need four.
import { makeArray, circuit } from './array-under-test.mjs';
import { inTurns, median, secondsOf } from './figure.mjs';
import { cellPulses, drawnPulse, drawnStates, drawnUpdate } from './quarter-update.mjs';
import { largestError } from './tight-ode.mjs';

const SHAPE = { rows: 784, columns: 397 };
const CELLS = SHAPE.rows * SHAPE.columns;
const ROUNDS = 9;
const NUMPY_STEPS = 4;
/** Updates in turn, none like the one before. */
const DIFFERENT = 8;
const SAMPLED_COLUMNS = [0, 132, 264, 396];

const NUMPY = { peer: 'one Euler step a cell, numpy float32', debian: 'python3-numpy' };

const WORK = {
  'quarter-update-784x397': {
    what: 'cells taken through a whole update of four quarters in a second, 784 x 397 dense, single precision',
    updates: () =>
      Array.from({ length: DIFFERENT }, (_, k) => {
        const update = drawnUpdate(SHAPE, `784x397/${k}`);
        return { blocks: update.blocks, cells: cellPulses(update) };
      }),
  },
  'update-784x397': {
    what: 'cells taken through one pulse of 10 us in a second, 784 x 397 dense, single precision',
    atLeast: 10,
    // there and back, so that cells stay where they move
    updates: () =>
      Array.from({ length: DIFFERENT }, (_, k) => drawnPulse(SHAPE, `784x397/${k >> 1}`, k % 2 === 0 ? 1 : -1)),
  },
};

const figuresOf = (name) => [
  {
    name,
    what: WORK[name].what,
    unit: 'cells/s',
    ...NUMPY,
    ...(WORK[name].atLeast && { atLeast: WORK[name].atLeast }),
  },
  {
    name: `${name}-beside-numpy-that-keeps-memory`,
    what: 'the same, where glibc is told to keep the memory of the temporary arrays',
    unit: 'cells/s',
    ...NUMPY,
    peer: 'the same step with MALLOC_TRIM_THRESHOLD_ and MALLOC_MMAP_THRESHOLD_ at 1 GB',
  },
  { name: `${name}-error`, what: 'largest error of x after it, against a tight ODE', unit: '', atMost: 1e-4 },
  { name: `${name}-double`, what: 'the same in double precision', unit: 'cells/s', ...NUMPY },
  { name: `${name}-double-error`, what: 'largest error of x after that', unit: '' },
];

/** glibc gives the memory of every array back and asks for it again, unless it is told not to. */
const KEEPS_MEMORY = { MALLOC_TRIM_THRESHOLD_: '1000000000', MALLOC_MMAP_THRESHOLD_: '1000000000' };

async function startNumpy(startPython, states, updates, env) {
  const numpy = await startPython('yakopcic_numpy.py', env);
  if (numpy === undefined) return undefined;
  const text = Buffer.from(Float32Array.from(states).buffer).toString('base64');
  const { version } = await numpy.ask({ ...SHAPE, states: text, updates: updates.map(({ cells }) => cells) });
  return {
    version,
    cellsPerSecond: async () => (NUMPY_STEPS * CELLS) / (await numpy.ask({ steps: NUMPY_STEPS })).seconds,
    async afterFirst() {
      const { states: after } = await numpy.ask({ states: true });
      return Float64Array.from(new Float32Array(Uint8Array.from(Buffer.from(after, 'base64')).buffer));
    },
  };
}

/** An array of its own, what takes it through the updates one after the other, and how wrong it is after the first. */
function contestant(states, updates, arithmetic, errorOf) {
  const { array, update } = makeArray(SHAPE, states, arithmetic);
  update(updates[0]);
  const error = errorOf(array.states);
  let next = 1;
  const act = () => update(updates[next++ % DIFFERENT]);
  // what comes first warms up
  secondsOf(act, 0.5);
  return { error, cellsPerSecond: () => CELLS / secondsOf(act) };
}

const benchOf = (name) => ({
  figures: figuresOf(name),
  async run({ startPython, say }) {
    const states = drawnStates(SHAPE, '784x397');
    const updates = WORK[name].updates();
    const errorOf = (after) => largestError(states, after, SHAPE, updates[0].blocks, circuit, SAMPLED_COLUMNS);
    const single = contestant(states, updates, 'single', errorOf);
    const double = contestant(states, updates, 'double', errorOf);
    const numpy = await startNumpy(startPython, states, updates);
    const keeping = await startNumpy(startPython, states, updates, KEEPS_MEMORY);
    const contestants = {
      single: single.cellsPerSecond,
      double: double.cellsPerSecond,
      ...(numpy && { asItComes: numpy.cellsPerSecond, keeping: keeping.cellsPerSecond }),
    };
    await inTurns(2, contestants);
    const rates = await inTurns(ROUNDS, contestants);
    if (numpy) {
      const off = errorOf(await numpy.afterFirst());
      say(`numpy ${numpy.version} is off by up to ${off.toExponential(1)} of x`);
    }
    const beside = (ours, theirs) => ({
      value: median(ours),
      ...(theirs && { peerValue: median(theirs), peerVersion: numpy.version }),
    });
    return {
      [name]: beside(rates.single, rates.asItComes),
      [`${name}-beside-numpy-that-keeps-memory`]: beside(rates.single, rates.keeping),
      [`${name}-error`]: single.error,
      [`${name}-double`]: beside(rates.double, rates.asItComes),
      [`${name}-double-error`]: double.error,
    };
  },
});

export const benches = Object.keys(WORK).map(benchOf);
