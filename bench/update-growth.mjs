// How the time of an update grows with the cells that move: arrays of many sizes, of which some rows have an input.
import { makeArray } from './array-under-test.mjs';
import { inTurns, median, secondsOf } from './figure.mjs';
import { drawnStates, drawnUpdate } from './quarter-update.mjs';

const SIZES = [
  { rows: 64, columns: 64 },
  { rows: 128, columns: 128 },
  { rows: 256, columns: 256 },
  { rows: 512, columns: 256 },
  { rows: 784, columns: 397 },
];
const ACTIVE = [0.05, 0.1, 0.25, 0.5, 1];
const ROUNDS = 5;

const figures = [
  {
    name: 'update-growth',
    what: 'exponent of the time of an update over active cells, 64x64 to 784x397, 5 % to all rows active',
    unit: '',
    atMost: 1.1,
  },
  {
    name: 'update-growth-from-64x64-to-784x397',
    what: 'exponent of the time of an update over cells, all rows active',
    unit: '',
    atMost: 1.1,
  },
  {
    name: 'update-growth-5-percent-active',
    what: 'time of an update of 784x397 with 5 % of its rows active, over one with all of them',
    unit: '',
  },
];

/** Slope of a straight line through the logarithms. */
function exponentOf(points) {
  const xs = points.map(({ cells }) => Math.log(cells));
  const ys = points.map(({ seconds }) => Math.log(seconds));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  const covariance = xs.reduce((sum, x, k) => sum + (x - mx) * (ys[k] - my), 0);
  return covariance / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
}

/** An array with updates of either sign in turns, so that it stays about where it is. */
function contestant(shape, share) {
  const active = Math.max(1, Math.round(share * shape.rows));
  const name = `growth/${shape.rows}x${shape.columns}/${active}`;
  const { update } = makeArray(shape, drawnStates(shape, name));
  const updates = Array.from({ length: 8 }, (_, k) => drawnUpdate(shape, `${name}/${k}`, active));
  let next = 0;
  return { shape, share, cells: active * shape.columns, act: () => update(updates[next++ % updates.length]) };
}

async function run() {
  const all = SIZES.flatMap((shape) => ACTIVE.map((share) => contestant(shape, share)));
  const acts = Object.fromEntries(all.map(({ act }, k) => [k, () => secondsOf(act, 0.01)]));
  // what is not compiled yet would make the small ones slow, and the growth look less than it is
  for (const { act } of all) secondsOf(act, 0.3);
  const seconds = await inTurns(ROUNDS, acts);
  const points = all.map((one, k) => ({ ...one, seconds: median(seconds[k]) }));
  const full = points.filter(({ share }) => share === 1);
  const largest = points.filter(({ shape }) => shape === SIZES.at(-1));
  return {
    'update-growth': exponentOf(points),
    'update-growth-from-64x64-to-784x397': exponentOf(full),
    'update-growth-5-percent-active': largest[0].seconds / largest.at(-1).seconds,
  };
}

export const benches = [{ figures, run }];
