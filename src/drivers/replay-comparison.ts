import { KINDS, OPS } from '../protocols/index.js';
import { helloIn, type HostPiece } from './replay-script.js';

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(OPS).map(([name, op]) => [op, name]));
/** Of a payload, in a message. */
const SHOWN_BYTES = 16;

/** Whether two pieces of a host ask the same of a board, whatever session they are in. */
export function meansTheSame(then: HostPiece, now: HostPiece): boolean {
  if (then.type === 'line' || now.type === 'line') {
    return then.type === 'line' && now.type === 'line' && then.text === now.text;
  }
  if (then.frame.kind !== now.frame.kind || then.frame.op !== now.frame.op) return false;
  const [hello, helloNow] = [helloIn(then.frame), helloIn(now.frame)];
  if (hello && helloNow) return hello.major === helloNow.major;
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
