// P1's online training step, 784-397-204-10 on MNIST-like samples: every read and update of every sample through
// scheduler, board client, protocol and in-process transport to the twin, with the chip and without its time.
//   npm run build && node bench/p1-step.mjs [samples a round] [rounds]
// With `--without-chip` the twin's arrays move no cell and answer every read with currents that were recorded before, so
// that a profile (node --cpu-prof) shows all the rest.
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
import { median } from './figure.mjs';

const withoutChip = process.argv.includes('--without-chip');
const [samplesARound, rounds] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/u.test(word))
  .map(Number);
const SAMPLES = samplesARound ?? (withoutChip ? 500 : 50);
const ROUNDS = rounds ?? 5;
const SEED = 1;
/** Of 784 pixels of an MNIST image, on average. */
const PIXELS_ON = 0.19;
const IMAGES = 200;
const AT_LEAST = 750;

const shape = { neurons: [784, 397, 204, 10], hidden: 'sigmoid', output: 'softmax' };
const profile = deviceProfile('silver-chalcogenide');
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
        const begun = performance.now();
        const joules = work(...args);
        spent.milliseconds += performance.now() - begun;
        return joules;
      };
    }
  }
}

/** From here on arrays answer with what they answered last. */
function freezeChip(chip, recorded) {
  for (const [k, array] of chip.arrays.entries()) {
    array.applyBlock = () => 1e-9;
    for (const name of ['readForward', 'readBackward']) {
      array[name] = (volts, seconds, amperes) => {
        amperes.set(recorded.get(`${k} ${name}`));
        return 1e-9;
      };
    }
  }
}

/** Notes the currents of every read. */
function recordReads(chip) {
  const recorded = new Map();
  for (const [k, array] of chip.arrays.entries()) {
    for (const name of ['readForward', 'readBackward']) {
      const read = array[name].bind(array);
      array[name] = (volts, seconds, amperes) => {
        const joules = read(volts, seconds, amperes);
        recorded.set(`${k} ${name}`, amperes.slice());
        return joules;
      };
    }
  }
  return recorded;
}

const widest = widestScale(profile, recipe.crossbar);
const slope = await slopesOfDevice(widest);
const slopes = layerShapes(shape).map(() => slope);
const scale = fittedScale(widest, slopes, recipe.rate);

const twin = makeTwin({ arrays: layerShapes(shape), seed: SEED });
const board = await openOn('twin:', { clock: systemClock, openTwin: () => twin });
const tally = new Tally(board.limits.tickSeconds);
const network = new CrossbarNetwork(
  shape,
  arraysFor(shape, board).map((crossbar) => tally.metered(crossbar)),
  scale,
);
writeWeights(network, twin.chip);
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

const learn = (count) => schedule(training(count), board).forEach((event) => tally.addEvent(event));

const spent = { milliseconds: 0 };
if (withoutChip) {
  const recorded = recordReads(twin.chip);
  await learn(1);
  freezeChip(twin.chip, recorded);
}
timeChip(twin.chip, spent);
await learn(SAMPLES);

const perSample = { all: [], chip: [], rest: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  spent.milliseconds = 0;
  const begun = performance.now();
  await learn(SAMPLES);
  const all = performance.now() - begun;
  perSample.all.push(all / SAMPLES);
  perSample.chip.push(spent.milliseconds / SAMPLES);
  perSample.rest.push((all - spent.milliseconds) / SAMPLES);
}
const { counts } = tally;
await board.close();

const print = (figure) => console.log(JSON.stringify({ ...figure, value: Number(figure.value.toPrecision(4)) }));
const size = shape.neurons.join('-');
if (!withoutChip) {
  print({ name: 'p1-step', value: 1e3 / median(perSample.all), unit: 'samples/s', size, atLeast: AT_LEAST });
  print({ name: 'p1-step-chip', value: median(perSample.chip), unit: 'ms/sample', size });
}
print({ name: 'p1-step-beside-chip', value: median(perSample.rest), unit: 'ms/sample', size });
console.error(`${seen} samples: ${counts.updates} updates, ${counts.pulses} pulses, ${counts.clippedWindows} clipped`);
