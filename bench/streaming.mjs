// How busy a stream of plans keeps a board: the scheduler uploads the next plan while one runs, beside a host that waits
// for each before it sends the next. The share is taken on the board's own clock, over a pseudo-terminal, from a twin
// whose plans take the time they say.
import { openBoard, schedule, systemClock } from '../dist/index.js';
import { BoardLink, drawNonce, greet, openSerialTransport } from '../dist/drivers/index.js';
import { encodePlan, planIdOf } from '../dist/protocols/index.js';
import { servedTwin } from './far-end.mjs';
import { inTurns, median } from './figure.mjs';
import { planOf, plansOf } from './updates.mjs';

const ROUNDS = 9;
/** 4 x 0.125 ms to 4 x 10 ms. */
const PLAN_MILLISECONDS = [0.5, 1, 2, 4, 10, 40];
const BLOCK_MILLISECONDS = 150;
const FEWEST_PLANS = 8;
const UPLOADS = 200;
const BUSY_PERCENT = 95;

let plansMade = 0;

/** Share of the board's time, from the first edge to the last, in which a plan ran. */
function busyShare(records) {
  const ends = records.map(({ startTick, durationTicks }) => startTick + durationTicks);
  const busy = records.reduce((sum, { durationTicks }) => sum + durationTicks, 0);
  return busy / (Math.max(...ends) - Math.min(...records.map(({ startTick }) => startTick)));
}

function plansFor(crossbar, milliseconds) {
  const count = Math.max(FEWEST_PLANS, Math.round(BLOCK_MILLISECONDS / milliseconds));
  plansMade += count;
  return plansOf(crossbar, milliseconds, count, plansMade);
}

async function streamed(board, milliseconds) {
  const records = [];
  const plans = plansFor(board.crossbars[0], milliseconds);
  await schedule(plans, board).forEach((event) => {
    if (event.type === 'finished') records.push(event.record);
  });
  return busyShare(records);
}

async function oneByOne(board, milliseconds) {
  const [crossbar] = board.crossbars;
  const records = [];
  for await (const { plan } of plansFor(crossbar, milliseconds)) {
    records.push(await crossbar.run(plan, { serial: board.takeSerial() }));
  }
  await board.ground();
  return busyShare(records);
}

/** Milliseconds from the request that loads a plan of this length to its reply. */
async function uploadMilliseconds(link, crossbar, milliseconds) {
  const times = [];
  for (let k = 0; k < UPLOADS; k += 1) {
    const piece = encodePlan(planOf(crossbar, milliseconds, k).plan);
    const begun = performance.now();
    await link.request('load', { planId: planIdOf(piece), total: piece.length, offset: 0, piece });
    times.push(performance.now() - begun);
  }
  return median(times);
}

/** Milliseconds a plan takes to be made, uploaded, fired and recorded, where it takes the board no time to run it. */
async function wireMilliseconds(path) {
  const board = await openBoard(`serial://${path}`);
  const times = [];
  for (let round = 0; round < 2 * ROUNDS; round += 1) {
    const begun = performance.now();
    await schedule(plansOf(board.crossbars[0], 1, UPLOADS, round * UPLOADS), board).forEach(() => {});
    times.push((performance.now() - begun) / UPLOADS);
  }
  await board.close();
  // the first half warms up
  return median(times.slice(ROUNDS));
}

const nameOf = (milliseconds) => `streaming-plans-of-${milliseconds}-ms`;

const figures = [
  ...PLAN_MILLISECONDS.flatMap((milliseconds) => [
    {
      name: nameOf(milliseconds),
      what: 'share of its time that a board is busy with a stream of plans',
      unit: '%',
      // half a millisecond is little more than an upload takes
      ...(milliseconds >= 1 ? { atLeast: BUSY_PERCENT } : {}),
    },
    {
      name: `${nameOf(milliseconds)}-beside-one-by-one`,
      what: 'the same, beside a host that waits for each plan',
      unit: '%',
      peer: 'one plan after the other',
    },
    {
      name: `${nameOf(milliseconds)}-upload`,
      what: 'from the request that loads such a plan to its reply',
      unit: 'ms',
    },
  ]),
  {
    name: 'streaming-wire-time-of-a-plan',
    what: 'a plan made, uploaded, fired and recorded, where running it takes no time',
    unit: 'ms',
    peer: 'upload alone',
  },
];

async function busyShares(path) {
  const board = await openBoard(`serial://${path}`);
  const contestants = Object.fromEntries(
    PLAN_MILLISECONDS.flatMap((milliseconds) => [
      [`streamed ${milliseconds}`, () => streamed(board, milliseconds)],
      [`one by one ${milliseconds}`, () => oneByOne(board, milliseconds)],
    ]),
  );
  const shares = await inTurns(ROUNDS, contestants);
  const [{ shape, limits, array }] = board.crossbars;
  await board.close();
  return { shares, crossbar: { shape, limits, array } };
}

async function uploadTimes(path, crossbar) {
  const transport = await openSerialTransport({ path, baudRate: 115_200 }, systemClock);
  const link = new BoardLink(transport, { clock: systemClock, where: path, replyMilliseconds: 1000 });
  await greet(link, systemClock, drawNonce(), 0);
  const uploads = {};
  for (const milliseconds of PLAN_MILLISECONDS) {
    uploads[milliseconds] = await uploadMilliseconds(link, crossbar, milliseconds);
  }
  await link.close();
  return uploads;
}

async function run() {
  const twin = await servedTwin('--arrays', '5x8', '--pace', 'real-time');
  const { shares, crossbar } = await busyShares(twin.path);
  const uploads = await uploadTimes(twin.path, crossbar);
  twin.end();
  const instant = await servedTwin('--arrays', '5x8');
  const wire = await wireMilliseconds(instant.path);
  instant.end();
  const percent = (name) => 100 * median(shares[name]);
  return {
    ...Object.fromEntries(
      PLAN_MILLISECONDS.flatMap((milliseconds) => {
        const value = percent(`streamed ${milliseconds}`);
        return [
          [nameOf(milliseconds), value],
          [`${nameOf(milliseconds)}-beside-one-by-one`, { value, peerValue: percent(`one by one ${milliseconds}`) }],
          [`${nameOf(milliseconds)}-upload`, uploads[milliseconds]],
        ];
      }),
    ),
    'streaming-wire-time-of-a-plan': { value: wire, peerValue: uploads[1] },
  };
}

export const benches = [{ figures, pinned: false, run }];
