import {
  decodeError,
  decodeReply,
  decodeRequest,
  DICTIONARY_CRC,
  encodeReply,
  encodeRequest,
  ERROR_CODES,
  KINDS,
  OPS,
  type ErrorName,
  type Frame,
  type MessageName,
  type ReplyFields,
  type RequestFields,
} from '../../src/protocols/index.js';
import type { Breakage } from './broken-link.js';

export function isError({ kind, payload }: Frame, name: ErrorName): boolean {
  const error = kind === KINDS.error ? decodeError(payload) : undefined;
  return error?.ok === true && error.value.code === ERROR_CODES[name];
}

export function requestIn<Name extends MessageName>(frame: Frame, name: Name): RequestFields[Name] | undefined {
  const request = frame.kind === KINDS.request ? decodeRequest(frame.op, frame.payload) : undefined;
  return request?.ok === true && request.value.name === name
    ? (request.value.fields as RequestFields[Name])
    : undefined;
}

function repliedIn<Name extends MessageName>(frame: Frame, name: Name): ReplyFields[Name] | undefined {
  const fields = frame.kind === KINDS.reply && frame.op === OPS[name] ? decodeReply(name, frame.payload) : undefined;
  return fields?.ok === true ? fields.value : undefined;
}

/** Changes every reply of this name. */
export const changing = <Name extends MessageName>(
  name: Name,
  change: (fields: ReplyFields[Name], frame: Frame) => Partial<ReplyFields[Name]>,
): Breakage => ({
  toHost(frame) {
    const fields = repliedIn(frame, name);
    if (fields === undefined) return [frame];
    return [{ ...frame, payload: encodeReply(name, { ...fields, ...change(fields, frame) }) }];
  },
});

/** Understands every request of this name as another. */
export const mishearing = <Name extends MessageName>(
  name: Name,
  change: (fields: RequestFields[Name]) => Partial<RequestFields[Name]>,
): Breakage => ({
  toBoard(frame) {
    const fields = requestIn(frame, name);
    if (fields === undefined) return [frame];
    return [{ ...frame, payload: encodeRequest(name, { ...fields, ...change(fields) }) }];
  },
});

/** Replies to a request that it should refuse. */
export const allowing = <Name extends MessageName>(
  error: ErrorName,
  name: Name,
  fields: ReplyFields[Name],
): Breakage => ({
  toHost: (frame) =>
    isError(frame, error) && frame.op === OPS[name]
      ? [{ ...frame, kind: KINDS.reply, payload: encodeReply(name, fields) }]
      : [frame],
});

/** Says something else than the board, where it matches. */
export const saying = (matches: (frame: Frame) => boolean, instead: (frame: Frame) => readonly Frame[]): Breakage => ({
  toHost: (frame) => (matches(frame) ? instead(frame) : [frame]),
});

export const deafTo = (matches: (frame: Frame) => boolean): Breakage => ({
  toBoard: (frame) => (matches(frame) ? [] : [frame]),
});

/** Answers frames before there was a hello. */
export function speakingUnasked(): Breakage {
  let greeted = false;
  return {
    blurts(frame) {
      greeted ||= frame.op === OPS.hello;
      return greeted ? [] : [{ ...frame, kind: KINDS.acknowledgement, op: 0, payload: new Uint8Array(0) }];
    },
  };
}

/** Takes every host for the one that has armed it. */
export function hospitable(): Breakage {
  let session = 0;
  return {
    ...mishearing('hello', () => ({ previous: session })),
    toHost(frame) {
      if (repliedIn(frame, 'hello') !== undefined) session = frame.session;
      return [frame];
    },
  };
}

/** Arms for whoever knows any identity document. */
export function incurious(): Breakage {
  let identity = 0;
  return {
    ...mishearing('arm', () => ({ identity })),
    toHost(frame) {
      identity = repliedIn(frame, 'hello')?.identity ?? identity;
      return [frame];
    },
  };
}

/** Fires a serial again and again: its record has another time then. */
export function firingAgain(): Breakage {
  const firedBy = new Map<number, number>();
  return changing('fire', ({ serial, startTick }, { request }) => {
    const first = firedBy.get(serial) ?? request;
    firedBy.set(serial, first);
    return first === request ? {} : { startTick: startTick + 1000 };
  });
}

export type Voiding = 'ground' | 'ABOR' | 'hello' | 'arm';

/** Goes on to take a token after one of the things that should have made it void. */
export function keepingToken(after: Voiding): Breakage {
  let current = 0;
  let kept = 0;
  const happens = (what: Voiding): void => void ([current, kept] = [0, what === after ? current : 0]);
  return {
    line(line) {
      if (line === 'ABOR') happens('ABOR');
      return undefined;
    },
    toBoard(frame) {
      if (frame.op === OPS.hello) happens('hello');
      if (frame.op === OPS.ground) happens('ground');
      const arm = requestIn(frame, 'arm');
      if (arm !== undefined) {
        if (after === 'arm') kept = current;
        current = arm.token;
      }
      const fire = requestIn(frame, 'fire');
      if (fire === undefined || kept === 0 || fire.token !== kept) return [frame];
      return [{ ...frame, payload: encodeRequest('fire', { ...fire, token: current }) }];
    },
  };
}

/** Grants a lease and does not look at its clock. */
export function timeless(): Breakage {
  let asked = 0;
  return {
    ...mishearing('arm', ({ leaseMilliseconds }) => {
      asked = leaseMilliseconds;
      return { leaseMilliseconds: asked === 0 ? 0 : 10_000 };
    }),
    ...changing('arm', () => ({ leaseMilliseconds: Math.min(asked, 10_000) })),
  };
}

/** More than the twin takes. */
const TOO_LONG = 16_365;

/** Hears no frame a second time once it has taken it. */
export function deafToRepeats(): Breakage {
  let session = 0;
  let next = 0;
  return deafTo((frame) => {
    const isOurs = frame.dictionary === (DICTIONARY_CRC & 0xffff) && frame.payload.length < TOO_LONG;
    const isTaken = frame.kind === KINDS.request && isOurs;
    if (frame.op <= OPS.hello || !isTaken) return false;
    if (frame.session !== session) [session, next] = [frame.session, 0];
    if (frame.sequence < next) return true;
    if (frame.sequence === next) next += 1;
    return false;
  });
}

/** A read that moves what it reads. */
export function disturbing(): Breakage {
  let reads = 0;
  return changing('read', ({ codes }) => {
    reads += 1;
    return { codes: codes.map((code) => code + Math.floor(reads / 8)) };
  });
}
