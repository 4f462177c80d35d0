// One sample of P1's online training of 784-397-204-10, on the chip alone: no board, no protocol, no host.
import { randomStream } from '../dist/core/index.js';
import { updateDrive } from '../dist/twin/chip/block-drive.js';
import { KernelLines } from '../dist/twin/kernel/kernel-lines.js';
import { publishedDevice } from '../dist/twin/models/index.js';
import { circuit, makeArray } from './array-under-test.mjs';
import { inTurns, median, secondsOf } from './figure.mjs';
import { DEVICE } from './quarter-update.mjs';

const ROUNDS = 7;
const VOLTS_PER_INPUT = 0.1;
const READ_SECONDS = 1e-5;
const QUARTER_SECONDS = 2.5e-4;
const SECONDS_PER_ERROR = 2e-5;
/** Of the pixels of an image, as in MNIST. */
const INKED = 0.19;

const { parameters } = publishedDevice(DEVICE);
const { Vp, Vn } = parameters;

const figures = [
  {
    name: 'p1-step-chip',
    what: 'samples of online training 784-397-204-10 in a second, MNIST-like, the chip alone in single precision',
    unit: 'samples/s',
    atLeast: 1500,
  },
  {
    name: 'p1-step-chip-checked',
    what: 'the same with every drive checked, as the arrays of a twin do',
    unit: 'samples/s',
  },
  { name: 'p1-step-chip-double', what: 'the same in double precision', unit: 'samples/s' },
];

/** The four blocks of a quarter-period update (P1 section III). */
function updateBlocks(inputs, errors) {
  const windows = (sign) => errors.map((y) => (Math.sign(y) === sign ? SECONDS_PER_ERROR * Math.abs(y) : 0));
  const volts = inputs.map((x) => VOLTS_PER_INPUT * x);
  const scaled = (at, rest) => volts.map((v) => (v >= 0 === at > 0 ? rest + Math.sign(rest) * Math.abs(v) : rest));
  return [
    updateDrive(scaled(1, Vp), windows(-1)),
    updateDrive(scaled(1, -Vn), windows(1)),
    updateDrive(scaled(-1, -Vn), windows(-1)),
    updateDrive(scaled(-1, Vp), windows(1)),
  ];
}

const arrays = (arithmetic) => (shape, states) => {
  const { array } = makeArray(shape, states, arithmetic);
  return {
    applyBlock: (drive, seconds) => array.applyBlock(drive, seconds),
    readForward: (volts, amperes) => array.readForward(volts, READ_SECONDS, amperes),
    readBackward: (volts, amperes) => array.readBackward(volts, READ_SECONDS, amperes),
  };
};

/** What arrays without imperfections hand their drives on to. */
function kernel(shape, states) {
  const lines = new KernelLines({ ...circuit, parameters, shape, precision: 'single' }, states);
  return {
    applyBlock: (drive, seconds) => lines.applyBlock(drive, seconds, undefined),
    readForward: (volts, amperes) => lines.read(volts, READ_SECONDS, amperes, 1),
    readBackward: (volts, amperes) => lines.read(volts, READ_SECONDS, amperes, -1),
  };
}

function trainingLayer(rows, columns, inputs, stream, make) {
  const states = Float64Array.from({ length: rows * columns }, () => 0.52 + 0.07 * stream.uniform());
  const errors = Float64Array.from({ length: columns }, () => 2 * stream.uniform() - 1);
  return {
    ...make({ rows, columns }, states),
    volts: inputs.map((x) => VOLTS_PER_INPUT * x),
    errorVolts: errors.map((y) => VOLTS_PER_INPUT * y),
    // there and back, so that states stay where they are in training
    updates: [errors, errors.map((y) => -y)].map((signed) => updateBlocks(inputs, signed)),
    columnAmperes: new Float64Array(columns),
    rowAmperes: new Float64Array(rows),
  };
}

/**
 * One sample, with a row of biases a layer: a forward read of every layer, backward reads of all but the first, an update
 * of all three. Hidden activities are anywhere between 0 and 1, errors of both signs.
 *
 * @param make the arrays
 * @returns a function that does it
 */
function trainingStep(make) {
  const stream = randomStream(0, 'bench/training-step');
  const activities = (length) => Float64Array.from({ length }, () => stream.uniform());
  const image = activities(785).map((x) => (stream.uniform() < INKED ? x : 0));
  image[784] = 1;
  const layers = [
    trainingLayer(785, 397, image, stream, make),
    trainingLayer(398, 204, activities(398), stream, make),
    trainingLayer(205, 10, activities(205), stream, make),
  ];
  let samples = 0;
  return () => {
    for (const { readForward, volts, columnAmperes } of layers) readForward(volts, columnAmperes);
    for (const { readBackward, errorVolts, rowAmperes } of layers.slice(1).toReversed()) {
      readBackward(errorVolts, rowAmperes);
    }
    for (const { applyBlock, updates } of layers) {
      for (const drive of updates[samples % 2]) applyBlock(drive, QUARTER_SECONDS);
    }
    samples += 1;
  };
}

async function run() {
  const steps = {
    'p1-step-chip': trainingStep(kernel),
    'p1-step-chip-checked': trainingStep(arrays('single')),
    'p1-step-chip-double': trainingStep(arrays('double')),
  };
  const contestants = Object.entries(steps).map(([name, step]) => [name, () => 1 / secondsOf(step, 0.2)]);
  for (const step of Object.values(steps)) secondsOf(step, 0.5);
  const taken = await inTurns(ROUNDS, Object.fromEntries(contestants));
  return Object.fromEntries(Object.entries(taken).map(([name, rates]) => [name, median(rates)]));
}

export const benches = [{ figures, run }];
