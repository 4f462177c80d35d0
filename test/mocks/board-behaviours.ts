import {
  DICTIONARY_CRC,
  ERROR_CODES,
  type AnyRequest,
  type ErrorFields,
  type RecordFields,
} from '../../src/protocols/index.js';
import type { Behaviour } from './scripted-board.js';

type Name = AnyRequest['name'];

export const BOOT_NONCE = 0x0badcafe;

/** What the scripted board says of itself to every hello. */
export const HELLO = {
  bootNonce: BOOT_NONCE,
  dictionary: DICTIONARY_CRC,
  identity: 0,
  receiveBytes: 65_536,
  lastSerial: 0,
  state: 'safe',
  cause: 'boot',
} as const;

export const recordOf = (serial: number, planId: string): RecordFields => ({
  serial,
  planId,
  outcome: 'done',
  verdict: 'none',
  startTick: 7,
  durationTicks: 4,
  blocksDone: 1,
  windowsFired: 1,
  energyPicojoules: 0,
});

/** Answers everything as asked, with made-up numbers: each sensed line reads the number of driven ones. */
export const standardBehaviour: Behaviour = (incoming, board) => {
  const { request } = incoming;
  const { maxBody, maxInFlight, lastSerial } = board;
  switch (request.name) {
    case 'hello':
      board.reply(incoming, 'hello', {
        ...HELLO,
        identity: board.identityCrc,
        maxBody,
        maxInFlight,
        lastSerial,
      });
      break;
    case 'identify': {
      const { offset, count } = request.fields;
      const piece = board.identity.slice(offset, offset + count);
      board.reply(incoming, 'identify', { total: board.identity.length, piece });
      break;
    }
    case 'status':
      board.reply(incoming, 'status', {
        state: 'idle',
        cause: 'boot',
        lastSerial,
        leaseMilliseconds: 0,
        groundedTicks: 0,
        residualMicrovolts: 0,
        boardTicks: 0,
        framesDiscarded: 0,
        bytesDiscarded: 0,
      });
      break;
    case 'read': {
      const { direction, codes } = request.fields;
      const sensed = new Int32Array(direction === 'forward' ? 3 : 2).fill(codes.length);
      board.reply(incoming, 'read', { startTick: 1, durationTicks: 10, energyPicojoules: 0, codes: sensed });
      break;
    }
    case 'load':
      board.reply(incoming, 'load', { received: request.fields.offset + request.fields.piece.length });
      break;
    case 'fire': {
      const { serial, planId } = request.fields;
      board.lastSerial = serial;
      board.started({ serial, startTick: 7 });
      board.reply(incoming, 'fire', recordOf(serial, planId));
      break;
    }
    case 'samples': {
      const { serial, offset, count } = request.fields;
      board.reply(incoming, 'samples', { total: offset + count, codes: new Int32Array(count).fill(serial) });
      break;
    }
    case 'record':
      board.refuse(incoming, { code: 601 });
      break;
    case 'ground':
      board.reply(incoming, 'ground', { grounded: 1, residualMicrovolts: 120, boardTicks: 99 });
      break;
    case 'release':
      board.reply(incoming, 'release', { state: 'idle' });
      break;
    case 'arm':
      board.reply(incoming, 'arm', { leaseMilliseconds: 0 });
      break;
    case 'check':
    case 'clear':
    case 'lower':
    case 'reconcile':
    case 'trace':
      board.refuse(incoming, { code: ERROR_CODES['unknown-op'] });
  }
  return true;
};

/** Takes requests of this name without a word: all of them, or the first few. */
export function silentOn(name: Name, times = Infinity): Behaviour {
  let left = times;
  return ({ request }) => {
    if (request.name !== name || left === 0) return false;
    left -= 1;
    return true;
  };
}

/** Answers so many requests and nothing after. */
export const deadAfter =
  (requests: number): Behaviour =>
  ({ count }, board) => {
    if (count > requests) board.deaf = true;
    return board.deaf;
  };

export const refusing =
  (name: Name, fields: Partial<ErrorFields> & { readonly code: number }): Behaviour =>
  (incoming, board) => {
    if (incoming.request.name !== name) return false;
    board.refuse(incoming, fields);
    return true;
  };

/** Sends bytes that are neither frame nor line before it goes on to answer. */
export const babbling =
  (garbage: Uint8Array): Behaviour =>
  (_, board) => {
    board.onSend(garbage);
    return false;
  };

/** Answers every ground under the session of another boot. */
export const groundingUnderAnotherSession: Behaviour = (incoming, board) => {
  if (incoming.request.name !== 'ground') return false;
  board.reply(incoming, 'ground', { grounded: 1, residualMicrovolts: 0, boardTicks: 0 }, 0xdead);
  return true;
};
