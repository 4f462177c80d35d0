// Wires solved at every node: for new cells beside scipy's sparse LU of the same circuit, growth with the array, and reads
// between writes.
import { ChipArray } from '../dist/twin/chip/chip-array.js';
import { cellParameters } from '../dist/twin/chip/cell-parameters.js';
import { publishedDevice } from '../dist/twin/models/index.js';
import { WireSolver } from '../dist/twin/wires/wire-solver.js';
import { cpuSeconds, inTurns, median, secondsOf } from './figure.mjs';

const ROUNDS = 7;
/** Where scipy takes seconds. */
const LARGE = 256;
const ROUNDS_OF_LARGE = 5;
const GROWTH = { from: 32, to: 512 };
const READ_SIZE = 256;
const READ_SECONDS = 1e-5;
const FIRST_READS = 20;
/** What CrossSim 3.2 took, measured once: Debian has no package of it. */
const CROSSSIM_MILLISECONDS = { 32: 0.26, 64: 0.8 };
const SCIPY = { peer: 'splu of scipy, factors and one solve', debian: 'python3-scipy' };

/** As in peers/wires_scipy.py. */
function wireProblem(n) {
  let x = n;
  const uniform = () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return x / 2 ** 32;
  };
  const cells = Float64Array.from({ length: n * n }, () => 1e-5 + 9e-5 * uniform());
  return { cells, volts: Float64Array.from({ length: n }, () => 0.5 * uniform()) };
}

/** @returns the solver, and what gives it new cells and solves all of it once more, knowing nothing of the last time */
function wireSolver(n) {
  const { cells, volts } = wireProblem(n);
  const solver = new WireSolver({ shape: { rows: n, columns: n }, rowSegmentOhms: 1, columnSegmentOhms: 1 });
  solver.left.connectAll(0, 0);
  solver.left.drive(volts);
  solver.bottom.connectAll(0, 0);
  const solve = () => {
    solver.setConductances(cells);
    solver.solve();
  };
  solve();
  return { solver, volts, solve };
}

const largestError = (found, wanted) =>
  wanted.reduce((most, value, k) => Math.max(most, Math.abs(found[k] / value - 1)), 0);

function solveBench(n) {
  const name = `wires-${n}`;
  const what = `solutions for new cells in a second, ${n} x ${n}, 1 ohm a segment, one vector`;
  const crossSim = CROSSSIM_MILLISECONDS[n];
  const remembered =
    crossSim && `CrossSim 3.2 at an error of 1e-3, ${crossSim} ms as measured once; it does not run here`;
  return {
    figures: [
      ...(crossSim
        ? [
            { name, what, unit: '1/s', peer: remembered, atLeast: 1 },
            { name: `${name}-beside-scipy`, what: 'the same', unit: '1/s', ...SCIPY },
          ]
        : [{ name, what, unit: '1/s', ...SCIPY, atLeast: 100 }]),
      {
        name: `${name}-error`,
        what: 'largest error of a current in it, of that current, against scipy after a step of refinement',
        unit: '',
        debian: SCIPY.debian,
        atMost: 1e-6,
      },
    ],
    async run({ startPython }) {
      const { solver, solve } = wireSolver(n);
      const scipy = await startPython('wires_scipy.py');
      let reference;
      const theirs = async () => {
        const { seconds, amperes } = await scipy.ask({ n });
        reference = amperes;
        return 1 / seconds;
      };
      secondsOf(solve, 0.3);
      const figures = await inTurns(n < LARGE ? ROUNDS : ROUNDS_OF_LARGE, {
        ours: () => 1 / secondsOf(solve),
        ...(scipy && { theirs }),
      });
      const value = median(figures.ours);
      const besideScipy = { value, ...(scipy && { peerValue: median(figures.theirs) }) };
      return {
        [name]: crossSim ? { value, peerValue: 1e3 / crossSim } : besideScipy,
        [`${name}-beside-scipy`]: besideScipy,
        [`${name}-error`]: reference ? largestError(solver.endAmperes('bottom'), reference) : null,
      };
    },
  };
}

const growthBench = {
  figures: [
    {
      name: 'wires-growth',
      what: `exponent of the time of a solution over cells, ${GROWTH.from} x ${GROWTH.from} to ${GROWTH.to} x ${GROWTH.to}`,
      unit: '',
      atMost: 1.2,
    },
    { name: `wires-${GROWTH.to}`, what: 'solutions of the largest in a second', unit: '1/s' },
  ],
  async run() {
    const [small, large] = [wireSolver(GROWTH.from).solve, wireSolver(GROWTH.to).solve];
    secondsOf(small, 0.3);
    const seconds = await inTurns(ROUNDS, { small: () => secondsOf(small), large: () => secondsOf(large) });
    const times = median(seconds.large) / median(seconds.small);
    return {
      'wires-growth': Math.log(times) / Math.log((GROWTH.to / GROWTH.from) ** 2),
      [`wires-${GROWTH.to}`]: 1 / median(seconds.large),
    };
  },
};

/** An array of the twin, of resistors from 10 to 100 kOhm. */
function wiredArray(n) {
  const { cells } = wireProblem(n);
  const model = publishedDevice('calibration-resistor');
  return new ChipArray({
    shape: { rows: n, columns: n },
    cells: cellParameters({ ...model, parameters: { minSiemens: 1e-5, maxSiemens: 1e-4 } }),
    states: cells.map((siemens) => (siemens - 1e-5) / 9e-5),
    switchOnOhms: 1e-3,
    switchOffOhms: 1e9,
    referenceSiemens: 5.5e-5,
    wires: { rowSegmentOhms: 1, columnSegmentOhms: 1, rowDrivers: 'left', columnSenses: 'bottom' },
  });
}

const readBench = {
  figures: [
    {
      name: 'wires-read-between-writes',
      what: `reads a second of ${READ_SIZE} x ${READ_SIZE} with wires, while cells stay`,
      unit: '1/s',
      peer: 'the first read after a write',
      atLeast: 20,
    },
    {
      name: 'wires-read-preparation',
      what: 'what must be worked out once for such reads, in first reads after a write',
      unit: '',
    },
  ],
  async run() {
    const { volts } = wireProblem(READ_SIZE);
    const out = new Float64Array(READ_SIZE);
    const read = (array) => array.readForward(volts, READ_SECONDS, out);
    const [written, resting] = [wiredArray(READ_SIZE), wiredArray(READ_SIZE)];
    /** Of a read right after a write, the write not counted. */
    const firstRead = () => {
      let seconds = 0;
      for (let k = 0; k < FIRST_READS; k += 1) {
        written.loadStates(written.states.map((x) => 1 - x));
        const begun = cpuSeconds();
        read(written);
        seconds += cpuSeconds() - begun;
      }
      return seconds / FIRST_READS;
    };
    // as many reads as the matrix costs are solved one by one; the next one makes it
    for (let k = 0; k < READ_SIZE; k += 1) read(resting);
    const preparation = secondsOf(() => read(resting), 0);
    const later = () => secondsOf(() => read(resting));
    later();
    const seconds = await inTurns(ROUNDS, { firstRead, later });
    return {
      'wires-read-between-writes': { value: 1 / median(seconds.later), peerValue: 1 / median(seconds.firstRead) },
      'wires-read-preparation': preparation / median(seconds.firstRead),
    };
  },
};

export const benches = [...[32, 64, 128, 256].map(solveBench), growthBench, readBench];
