// How busy a stream of plans keeps a board: the scheduler uploads the next plan while one runs, beside a host that waits
// for each before it sends the next. The share is taken on the board's own clock, over a pseudo-terminal, from a twin
// whose plans take the time they say.
//   npm run build && node bench/streaming.mjs [rounds]
import { openBoard, schedule, systemClock } from '../dist/index.js';
import { BoardLink, drawNonce, greet, openSerialTransport } from '../dist/drivers/index.js';
import { encodePlan, planIdOf } from '../dist/protocols/index.js';
import { servedTwin } from './far-end.mjs';
import { inTurns, median, print } from './figure.mjs';
import { planOf, plansOf } from './updates.mjs';

const ROUNDS = Number(process.argv[2] ?? 9);
/** 4 x 0.125 ms to 4 x 10 ms. */
const PLAN_MILLISECONDS = [0.5, 1, 2, 4, 10, 40];
const BLOCK_MILLISECONDS = 150;
const FEWEST_PLANS = 8;
const UPLOADS = 200;
const BUSY = 0.95;

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

const twin = await servedTwin('--arrays', '5x8', '--pace', 'real-time');
const board = await openBoard(`serial://${twin.path}`);
const [crossbar] = board.crossbars;
const contestants = Object.fromEntries(
  PLAN_MILLISECONDS.flatMap((milliseconds) => [
    [`streamed ${milliseconds}`, () => streamed(board, milliseconds)],
    [`one by one ${milliseconds}`, () => oneByOne(board, milliseconds)],
  ]),
);
const shares = await inTurns(ROUNDS, contestants);
await board.close();

const transport = await openSerialTransport({ path: twin.path, baudRate: 115_200 }, systemClock);
const link = new BoardLink(transport, { clock: systemClock, where: twin.path, replyMilliseconds: 1000 });
await greet(link, systemClock, drawNonce(), 0);
const uploads = {};
for (const milliseconds of PLAN_MILLISECONDS) {
  uploads[milliseconds] = await uploadMilliseconds(link, crossbar, milliseconds);
}
await link.close();
twin.end();
const instant = await servedTwin('--arrays', '5x8');
const wire = await wireMilliseconds(instant.path);
instant.end();

const busy = (milliseconds) => median(shares[`streamed ${milliseconds}`]);
for (const milliseconds of PLAN_MILLISECONDS) {
  const upload = uploads[milliseconds];
  const bytes = encodePlan(planOf(crossbar, milliseconds, 0).plan).length;
  const name = `busy-with-plans-of-${milliseconds}-ms`;
  const figure = { value: 100 * busy(milliseconds), unit: '%' };
  const always = `always busy; the upload of ${bytes} B takes ${upload.toFixed(2)} ms`;
  print({ name, ...figure, peer: always, peerValue: 100 }, milliseconds > upload ? { atLeast: BUSY } : {});
  const waiting = 100 * median(shares[`one by one ${milliseconds}`]);
  print({ name: `${name}-beside-one-by-one`, ...figure, peer: 'one plan after the other', peerValue: waiting });
}
// the shortest from which on no plan is too short
const from = PLAN_MILLISECONDS[PLAN_MILLISECONDS.findLastIndex((milliseconds) => busy(milliseconds) < BUSY) + 1];
if (from === undefined) console.error('No plan of these lengths keeps the board busy enough.');
else {
  const figure = { name: 'shortest-plan-that-keeps-the-board-busy', value: from, unit: 'ms' };
  print({ ...figure, peer: 'upload of such a plan', peerValue: uploads[from] });
}
const figure = { name: 'wire-time-of-a-plan', value: wire, unit: 'ms' };
print({ ...figure, peer: 'upload alone', peerValue: uploads[1] });
