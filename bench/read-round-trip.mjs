// How much a board's protocol costs: one read of a 5x8 array over a pseudo-terminal, beside a bare serialport that
// sends and takes as many bytes to and from a far end that only counts them.
import { SerialPort } from 'serialport';
import { openBoard, systemClock } from '../dist/index.js';
import { BoardClient, drawNonce, openSerialTransport } from '../dist/drivers/index.js';
import { echo, servedTwin } from './far-end.mjs';
import { inTurns, median } from './figure.mjs';

const ROUNDS = 41;
const READS = 150;
const WARM_UP_ROUNDS = 25;
const SIZED_READS = 10;
const BAUD_RATE = 115_200;
const rowVolts = Float64Array.of(0.1, -0.05, 0.12, 0, 0.07);

/** Bytes out and back of one read, as they are on the wire. */
async function bytesOfRead(path) {
  const transport = await openSerialTransport({ path, baudRate: BAUD_RATE }, systemClock);
  let [out, back] = [0, 0];
  const counted = {
    write(bytes) {
      out += bytes.length;
      return transport.write(bytes);
    },
    close: () => transport.close(),
  };
  transport.onBytes = (bytes) => {
    back += bytes.length;
    counted.onBytes(bytes);
  };
  transport.onClosed = (reason) => counted.onClosed(reason);
  const board = await BoardClient.open(counted, { uri: path, clock: systemClock, drawNonce });
  const sizes = [];
  for (let k = 0; k < SIZED_READS; k += 1) {
    [out, back] = [0, 0];
    await board.crossbars[0].readForward(rowVolts);
    sizes.push({ out, back });
  }
  await board.close();
  // the first releases the outputs, and one that takes too long on a busy machine is asked for again
  const least = (side) => Math.min(...sizes.map((size) => size[side]));
  return { out: least('out'), back: least('back') };
}

/** Whatever sends bytes, as something that sends a question and waits until all of the answer has come. */
function asker(bytes, write) {
  const question = Buffer.alloc(bytes.out, 0x55);
  let missing = 0;
  let answered;
  return {
    take: (chunk) => {
      missing -= chunk.length;
      if (missing === 0) answered();
    },
    ask: () =>
      new Promise((resolve) => {
        missing = bytes.back;
        answered = resolve;
        write(question);
      }),
  };
}

async function bareSerialport(path, bytes) {
  const port = new SerialPort({ path, baudRate: BAUD_RATE, autoOpen: false });
  await new Promise((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  const { take, ask } = asker(bytes, (question) => port.write(question));
  port.on('data', take);
  return { ask, close: () => new Promise((resolve) => port.close(resolve)) };
}

async function ownTransport(path, bytes) {
  const transport = await openSerialTransport({ path, baudRate: BAUD_RATE }, systemClock);
  const { take, ask } = asker(bytes, (question) => void transport.write(question));
  transport.onBytes = take;
  return { ask, close: () => transport.close() };
}

/** Microseconds a round trip, of so many one after the other. */
async function timed(count, roundTrip) {
  const begun = performance.now();
  for (let k = 0; k < count; k += 1) await roundTrip();
  return ((performance.now() - begun) / count) * 1e3;
}

const figures = [
  {
    name: 'read-round-trip',
    what: 'one read of a 5x8 array over a pseudo-terminal',
    unit: 'us',
    peer: 'bare serialport, as many bytes',
    atMost: 1.3,
  },
  {
    name: 'read-round-trip-over-transport',
    what: 'the same, beside the serial transport of this program',
    unit: 'us',
    peer: 'own transport, as many bytes',
  },
];

async function run({ say }) {
  const twin = await servedTwin('--arrays', '5x8');
  const bytes = await bytesOfRead(twin.path);
  say(`a read takes ${bytes.out} B out, ${bytes.back} B back`);
  const [echoOfPort, echoOfTransport] = [await echo(bytes.out, bytes.back), await echo(bytes.out, bytes.back)];
  const board = await openBoard(`serial://${twin.path}`);
  const [crossbar] = board.crossbars;
  const barePort = await bareSerialport(echoOfPort.path, bytes);
  const bareTransport = await ownTransport(echoOfTransport.path, bytes);
  const contestants = {
    read: () => timed(READS, () => crossbar.readForward(rowVolts)),
    port: () => timed(READS, barePort.ask),
    transport: () => timed(READS, bareTransport.ask),
  };
  await inTurns(WARM_UP_ROUNDS, contestants);
  const { read, port, transport } = await inTurns(ROUNDS, contestants);
  await Promise.all([board.close(), barePort.close(), bareTransport.close()]);
  for (const { end } of [twin, echoOfPort, echoOfTransport]) end();
  return {
    'read-round-trip': { value: median(read), peerValue: median(port) },
    'read-round-trip-over-transport': { value: median(read), peerValue: median(transport) },
  };
}

export const benches = [{ figures, pinned: false, run }];
