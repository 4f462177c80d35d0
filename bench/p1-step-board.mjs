// P1's online training step, 784-397-204-10 on MNIST-like samples: every read and update of every sample through
// scheduler, board client, protocol and in-process transport to the twin, and how much of it is the chip's.
import { fileURLToPath } from 'node:url';
import { openBoard, schedule } from '../dist/index.js';
import { makeTwin } from '../dist/cli/open-board.js';
import { randomStream, shuffledIndices, systemClock } from '../dist/core/index.js';
import { openBoard as openOn } from '../dist/drivers/index.js';
import { deviceProfile } from '../dist/pulse/index.js';
import { layerShapes, recipeSchema } from '../dist/training/index.js';
import { fittedScale, widestScale } from '../dist/training/crossbar-layer.js';
import { arraysFor, CrossbarNetwork } from '../dist/training/crossbar-network.js';
import { Tally } from '../dist/training/tally.js';
import { measureSlopes } from '../dist/verify/index.js';
import { cpuSeconds, median } from './figure.mjs';
import { DEVICE } from './quarter-update.mjs';

/** A round. */
const SAMPLES = 300;
/** Before the first that counts: the compiler is busy for a few seconds, and until then each round is faster than the last. */
const WARM_UP_ROUNDS = 10;
const ROUNDS = 7;
const SEED = 1;
/** Of 784 pixels of an MNIST image, on average. */
const PIXELS_ON = 0.19;
const IMAGES = 200;
const CHIP = fileURLToPath(new URL('single-precision.yaml', import.meta.url));

const figures = [
  {
    name: 'p1-step-board',
    what: 'samples of online training 784-397-204-10 in a second, MNIST-like, through board, protocol and in-process transport',
    unit: 'samples/s',
    atLeast: 750,
  },
  { name: 'p1-step-board-chip', what: 'time that a sample of it takes in the chip', unit: 'ms' },
  { name: 'p1-step-board-beside-chip', what: 'time that a sample of it takes beside the chip', unit: 'ms' },
];

const shape = { neurons: [784, 397, 204, 10], hidden: 'sigmoid', output: 'softmax' };
const profile = deviceProfile(DEVICE);
const recipe = recipeSchema.parse({
  name: 'p1',
  data: { set: 'iris' },
  network: { hidden: shape.neurons.slice(1, -1) },
  epochs: 1,
  rate: 0.05,
  reference: { epochs: 1, rate: 0.05 },
  crossbar: { weightRange: 5 },
});

/** Images of so many bright pixels, with labels drawn at random. */
function images() {
  const stream = randomStream(SEED, 'p1-step/images');
  const [inputs] = shape.neurons;
  return Array.from({ length: IMAGES }, () => {
    const x = new Float64Array(inputs);
    for (const pixel of shuffledIndices(inputs, stream).subarray(0, PIXELS_ON * inputs)) x[pixel] = stream.uniform();
    return { x, label: Math.floor(10 * stream.uniform()) };
  });
}

/** The speed of the device, measured on a small array of it. */
async function slopesOfDevice(scale) {
  const board = await openBoard('twin:?arrays=5x8');
  let slopes;
  async function* plans() {
    const { quarterSeconds, readVolts, updateVolts } = scale;
    slopes = yield* measureSlopes(board.crossbars[0], {
      profile,
      readVolts,
      quarterSeconds,
      overdriveVolts: updateVolts,
    });
  }
  await schedule(plans(), board).forEach(() => {});
  await board.close();
  return slopes;
}

/** Fresh weights, uniform as Glorot and Bengio (2010, eq. 16) draw them: every layer stays in its activation's range. */
function writeWeights(network, chip) {
  for (const [k, { rows, columns }] of layerShapes(shape).entries()) {
    const stream = randomStream(SEED, `p1-step/weights/${k}`);
    const weights = Float64Array.from(
      { length: rows * columns },
      () => (2 * stream.uniform() - 1) * Math.sqrt(6 / (rows - 1 + columns)),
    );
    const array = chip.arrays[k];
    const perState = array.conductances().map((siemens, cell) => siemens / array.states[cell]);
    array.loadStates(network.layers[k].conductancesFor(weights).map((siemens, cell) => siemens / perState[cell]));
  }
}

/** Adds up what an array's own work takes. */
function timeChip(chip, spent) {
  for (const array of chip.arrays) {
    for (const name of ['applyBlock', 'readForward', 'readBackward']) {
      const work = array[name].bind(array);
      array[name] = (...args) => {
        const begun = cpuSeconds();
        const joules = work(...args);
        spent.seconds += cpuSeconds() - begun;
        return joules;
      };
    }
  }
}

/** @returns a function that learns so many samples */
async function trainer(board, chip) {
  const widest = widestScale(profile, recipe.crossbar);
  const slope = await slopesOfDevice(widest);
  const slopes = layerShapes(shape).map(() => slope);
  const scale = fittedScale(widest, slopes, recipe.rate);
  const tally = new Tally(board.limits.tickSeconds);
  const crossbars = arraysFor(shape, board).map((crossbar) => tally.metered(crossbar));
  const network = new CrossbarNetwork(shape, crossbars, scale);
  writeWeights(network, chip);
  const data = images();
  const dither = randomStream(SEED, 'p1-step/dither');
  let seen = 0;

  async function* training(count) {
    for (let k = 0; k < count; k += 1) {
      const { x, label } = data[seen % IMAGES];
      seen += 1;
      yield* network.learn(x, label, recipe.rate, slopes, dither);
    }
  }

  return (count) => schedule(training(count), board).forEach((event) => tally.addEvent(event));
}

/** CPU milliseconds a sample, of every round. */
async function rounds(learn) {
  const milliseconds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = cpuSeconds();
    await learn(SAMPLES);
    milliseconds.push((1e3 * (cpuSeconds() - begun)) / SAMPLES);
  }
  return milliseconds;
}

async function run() {
  const twin = makeTwin({ chip: CHIP, arrays: layerShapes(shape), seed: SEED });
  const board = await openOn('twin:', { clock: systemClock, openTwin: () => twin });
  const learn = await trainer(board, twin.chip);
  await learn(WARM_UP_ROUNDS * SAMPLES);
  const all = median(await rounds(learn));
  // a look at the clock for every read and block costs a tenth of a millisecond a sample: only for the shares
  const spent = { seconds: 0 };
  timeChip(twin.chip, spent);
  const whole = (await rounds(learn)).reduce((sum, milliseconds) => sum + milliseconds, 0);
  await board.close();
  const chip = (all * (1e3 * spent.seconds)) / (SAMPLES * whole);
  return {
    'p1-step-board': 1e3 / all,
    'p1-step-board-chip': chip,
    'p1-step-board-beside-chip': all - chip,
  };
}

export const benches = [{ figures, run }];
