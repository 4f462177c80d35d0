// How long an update takes from inputs and errors to a checked plan, and what it allocates: with the memory of earlier
// plans used again, with and without the limit check, beside a plan in memory of its own each time.
import { assertPlanWithinLimits, randomStream, seconds } from '../dist/core/index.js';
import { compileUpdate, deviceProfile, encodeQuarterPeriods, planUpdate, UpdateCompiler } from '../dist/pulse/index.js';
import { updateRoom } from '../dist/pulse/quarter-period.js';
import { UpdatePlan } from '../dist/pulse/update-plan.js';
import { writeUpdate } from '../dist/pulse/compile-update.js';
import { limits } from './board-limits.mjs';
import { median } from './figure.mjs';

const ROUNDS = 21;
const COMPILES_COUNTED = 10_000;
const CALLS_A_LOOK = 20;
/** Compiles a round, so that a round takes some tens of milliseconds. */
const SIZES = [
  { rows: 64, columns: 64, compiles: 500, atMostMilliseconds: 0.2 },
  { rows: 784, columns: 397, compiles: 50, atMostMilliseconds: 5 },
];
/** Updates in turn, none like the one before. */
const DIFFERENT = 16;

const profile = deviceProfile('silver-chalcogenide');
const scale = {
  voltsPerInput: 0.04,
  secondsPerErrorUp: 2e-4,
  secondsPerErrorDown: 1e-4,
  quarterSeconds: seconds(250e-6),
  positiveThreshold: profile.positiveThreshold,
  negativeThreshold: profile.negativeThreshold,
};

/** What is compiled in each contest, and what that takes in. */
const CONTESTANTS = {
  checked: 'encoding, sneak-path condition, compilation and board limits',
  'checked-dithered': 'the same with windows rounded at random',
  unchecked: 'encoding and compilation',
  'limit-check-alone': 'board limits of an earlier plan',
  'checked-own-memory': 'as checked, into a new plan each time',
  'unchecked-own-memory': 'as unchecked, into a new plan each time',
};

function contestantsFor({ rows, columns }) {
  const crossbar = { array: 0, shape: { rows, columns }, limits };
  const compiler = new UpdateCompiler(crossbar, profile);
  const room = updateRoom(rows, columns);
  const memory = new UpdatePlan(0, crossbar.shape);
  const dither = randomStream(1, 'dither');
  return {
    checked: ({ xs, ys }) => compiler.plan(xs, ys, scale),
    'checked-dithered': ({ xs, ys }) => compiler.plan(xs, ys, scale, dither),
    unchecked: ({ xs, ys }) => writeUpdate(encodeQuarterPeriods(xs, ys, scale, room), limits, undefined, memory),
    'limit-check-alone': () => assertPlanWithinLimits(memory.plan, crossbar.shape, limits),
    'checked-own-memory': ({ xs, ys }) => planUpdate(xs, ys, scale, crossbar, profile),
    'unchecked-own-memory': ({ xs, ys }) => compileUpdate(encodeQuarterPeriods(xs, ys, scale), 0, limits),
  };
}

function updatesFor({ rows, columns }) {
  const stream = randomStream(1, `${rows}x${columns}`);
  const drawn = (count) => Float64Array.from({ length: count }, () => 2 * stream.uniform() - 1);
  return Array.from({ length: DIFFERENT }, () => ({ xs: drawn(rows), ys: drawn(columns) }));
}

const sizeOf = ({ rows, columns }) => `${rows}x${columns}`;

function benchOf(size) {
  const named = (name) => `compile-${sizeOf(size)}-${name}`;
  return {
    figures: Object.entries(CONTESTANTS).flatMap(([name, what]) => [
      { name: named(name), what, unit: 'ms', ...(name === 'checked' ? { atMost: size.atMostMilliseconds } : {}) },
      { name: `${named(name)}-allocated`, what: `memory taken by ${named(name)}`, unit: 'B' },
    ]),
    run() {
      const updates = updatesFor(size);
      const measured = Object.entries(contestantsFor(size)).flatMap(([name, compile]) => [
        [named(name), millisecondsOf(compile, updates, size.compiles)],
        [`${named(name)}-allocated`, bytesOf(compile, updates)],
      ]);
      return Object.fromEntries(measured);
    },
  };
}

/** The first half warms up. */
function millisecondsOf(compile, updates, compiles) {
  const milliseconds = [];
  for (let round = 0; round < 2 * ROUNDS; round += 1) {
    const begun = performance.now();
    for (let k = 0; k < compiles; k += 1) compile(updates[k % DIFFERENT]);
    milliseconds.push((performance.now() - begun) / compiles);
  }
  return median(milliseconds.slice(ROUNDS));
}

/** Bytes allocated between two looks, on average, and what is still there after a collection, a call. */
function bytesOfCalls(call) {
  const used = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  let allocated = 0;
  globalThis.gc();
  const start = used();
  let before = start;
  let counted = 0;
  for (let k = 0; k < COMPILES_COUNTED; k += 1) {
    call(k);
    if ((k + 1) % CALLS_A_LOOK !== 0) continue;
    const now = used();
    // where a collection came between, the stretch says nothing
    if (now >= before) [allocated, counted] = [allocated + now - before, counted + CALLS_A_LOOK];
    before = used();
  }
  globalThis.gc();
  return { allocated: allocated / counted, kept: (used() - start) / COMPILES_COUNTED };
}

/** What the looks themselves take is taken off. */
function bytesOf(compile, updates) {
  const looks = bytesOfCalls(() => {});
  const { allocated, kept } = bytesOfCalls((k) => compile(updates[k % DIFFERENT]));
  return { value: Math.max(0, allocated - looks.allocated), kept: Number(kept.toPrecision(3)) };
}

export const benches = SIZES.map(benchOf);
