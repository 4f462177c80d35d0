import { KINDS, OPS } from '../protocols/index.js';
import { helloIn, type HostPiece } from './replay-script.js';

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(OPS).map(([name, op]) => [op, name]));
/** Of a payload, in a message. */
const SHOWN_BYTES = 16;

/** A host makes the token it arms and fires under from its nonce; both messages have it last. */
const TOKEN_BYTES = 4;
const TOKENED: ReadonlySet<number> = new Set([OPS.arm, OPS.fire]);

function sameButToken(then: Uint8Array, now: Uint8Array, nonceDifference: number): boolean {
  const at = then.length - TOKEN_BYTES;
  if (now.length !== then.length || Buffer.compare(then.subarray(0, at), now.subarray(0, at)) !== 0) return false;
  const token = (payload: Uint8Array): number => Buffer.from(payload).readUInt32LE(at);
  return (token(then) ^ token(now)) === nonceDifference;
}

/**
 * Whether two pieces of a host ask the same of a board, whatever session they are in.
 *
 * @param nonceDifference the nonces of the two sessions, xor
 */
export function meansTheSame(then: HostPiece, now: HostPiece, nonceDifference: number): boolean {
  if (then.type === 'line' || now.type === 'line') {
    return then.type === 'line' && now.type === 'line' && then.text === now.text;
  }
  if (then.frame.kind !== now.frame.kind || then.frame.op !== now.frame.op) return false;
  const [hello, helloNow] = [helloIn(then.frame), helloIn(now.frame)];
  if (hello && helloNow) return hello.major === helloNow.major;
  if (TOKENED.has(then.frame.op)) return sameButToken(then.frame.payload, now.frame.payload, nonceDifference);
  return Buffer.compare(then.frame.payload, now.frame.payload) === 0;
}

function firstDifference(one: Uint8Array, other: Uint8Array): number {
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at < 0 ? one.length : at;
}

/** A piece in words, around the first byte in which it differs from the other. */
export function describePiece(piece: HostPiece, other: HostPiece | undefined): string {
  if (piece.type === 'line') return `the line '${piece.text}'`;
  const { kind, op, payload } = piece.frame;
  const name = NAMES.get(op) ?? `op ${op}`;
  const what = kind === KINDS.request ? name : `${name} (of kind ${kind}, no request)`;
  const from = other?.type === 'frame' && other.frame.op === op ? firstDifference(payload, other.frame.payload) : 0;
  const shown = Buffer.from(payload.subarray(from, from + SHOWN_BYTES)).toString('hex');
  const more = payload.length > from + SHOWN_BYTES ? '...' : '';
  return `${what} of ${payload.length} bytes${shown === '' ? '' : ` with ${shown}${more} from byte ${from}`}`;
}
