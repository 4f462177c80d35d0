// Work for the kernel of the twin, on the chip alone: no board, no protocol.
import { randomStream } from '../dist/core/index.js';
import { updateDrive } from '../dist/twin/chip/block-drive.js';
import { silverChalcogenide } from '../dist/twin/models/index.js';
import { KernelLines } from '../dist/twin/kernel/kernel-lines.js';

const { parameters } = silverChalcogenide;
const { Vp, Vn } = parameters;
const circuit = {
  parameters,
  switchOnOhms: 1e-3,
  switchOffOhms: 1e9,
  referenceSiemens: 4.78e-3,
};

/**
 * A pulse on every cell of an array, as numpy's Euler step has it: rows at up to 0.2 V, columns at up to 0.2 V below 0,
 * for 10 us. Every other call has all voltages negated, so that cells go up and down.
 *
 * @returns a function that does one pulse, and the cells that it moves
 */
export function densePulse(shape, precision = 'single') {
  const { rows, columns } = shape;
  const stream = randomStream(0, 'bench/dense-pulse');
  const uniform = (length, scale) => Float64Array.from({ length }, () => scale * stream.uniform());
  const lines = new KernelLines({ ...circuit, shape, precision }, uniform(rows * columns, 1));
  const seconds = 1e-5;
  const rowVolts = uniform(rows, 0.2);
  const columnVolts = uniform(columns, 0.2);
  const drives = [1, -1].map((sign) => ({
    ...updateDrive(
      rowVolts.map((v) => sign * v),
      new Float64Array(columns).fill(seconds),
    ),
    columnVolts: columnVolts.map((v) => -sign * v),
  }));
  let calls = 0;
  const pulse = () => {
    calls += 1;
    return lines.applyBlock(drives[calls % 2], seconds, undefined);
  };
  return { pulse, cells: rows * columns };
}

const VOLTS_PER_INPUT = 0.1;
const READ_SECONDS = 1e-5;
const QUARTER_SECONDS = 2.5e-4;
const SECONDS_PER_ERROR = 2e-5;
const INKED = 0.19;

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

function trainingLayer(rows, columns, inputs, stream, precision) {
  const states = Float64Array.from({ length: rows * columns }, () => 0.52 + 0.07 * stream.uniform());
  const lines = new KernelLines({ ...circuit, shape: { rows, columns }, precision }, states);
  const errors = Float64Array.from({ length: columns }, () => 2 * stream.uniform() - 1);
  return {
    lines,
    volts: inputs.map((x) => VOLTS_PER_INPUT * x),
    errorVolts: errors.map((y) => VOLTS_PER_INPUT * y),
    // there and back, so that states stay where they are in training
    updates: [
      updateBlocks(inputs, errors),
      updateBlocks(
        inputs,
        errors.map((y) => -y),
      ),
    ],
    columnAmperes: new Float64Array(columns),
    rowAmperes: new Float64Array(rows),
  };
}

/**
 * One sample of P1's online training of 784-397-204-10 with a row of biases a layer: a forward read of every layer,
 * backward reads of all but the first, an update of all three. A fifth of the inputs is inked, as in MNIST; hidden
 * activities are anywhere between 0 and 1, errors of both signs.
 *
 * @returns a function that does it
 */
export function trainingStep(precision = 'single') {
  const stream = randomStream(0, 'bench/training-step');
  const activities = (length) => Float64Array.from({ length }, () => stream.uniform());
  const image = activities(785).map((x) => (stream.uniform() < INKED ? x : 0));
  image[784] = 1;
  const layers = [
    trainingLayer(785, 397, image, stream, precision),
    trainingLayer(398, 204, activities(398), stream, precision),
    trainingLayer(205, 10, activities(205), stream, precision),
  ];
  let samples = 0;
  return () => {
    for (const { lines, volts, columnAmperes } of layers) lines.read(volts, READ_SECONDS, columnAmperes, 1);
    for (const { lines, errorVolts, rowAmperes } of layers.slice(1).toReversed()) {
      lines.read(errorVolts, READ_SECONDS, rowAmperes, -1);
    }
    for (const { lines, updates } of layers) {
      for (const block of updates[samples % 2]) lines.applyBlock(block, QUARTER_SECONDS, undefined);
    }
    samples += 1;
  };
}
