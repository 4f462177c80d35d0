import { readFileSync } from 'node:fs';
import { encodeFrame, KINDS, OPS } from '../../src/protocols/index.js';

export const CHUNK_BYTES = 1024 * 1024;
/** Longest stretch of one kind. */
const LONGEST = 300;

function frames(): readonly Buffer[] {
  const path = new URL('../../firmware-spec/vectors/messages.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: readonly { readonly frame: string }[] };
  return cases.map(({ frame }) => Buffer.from(frame, 'hex'));
}

/** What ends every chunk of noise: a frame that any receiver must find, whatever came before. */
export const intactFrame = (chunk: number): Uint8Array =>
  encodeFrame({
    kind: KINDS.request,
    dictionary: 0,
    session: 0,
    sequence: 0,
    acknowledged: 0,
    op: OPS.status,
    request: chunk,
    payload: new Uint8Array(0),
  });

/**
 * Noise in chunks of 1 MiB, always the same: random bytes with everything between that means something to a receiver.
 * Each ends with its {@link intactFrame}. The chunk is overwritten by the next.
 */
export function* noise(chunks: number): Generator<Uint8Array> {
  const known = frames();
  const words = new Uint32Array(CHUNK_BYTES / 4);
  const bytes = Buffer.from(words.buffer);
  // xorshift32 (Marsaglia 2003)
  let state = 0x2545f491;
  const draw = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (limit: number): number => draw() % limit;

  const spoil: readonly ((at: number) => number)[] = [
    // random bytes stay
    () => 1 + below(LONGEST),
    (at) => {
      const length = 1 + below(20);
      bytes.fill(0, at, at + length);
      return length;
    },
    // what looks like a frame, and may be as long as none is
    (at) => {
      bytes.set([0, 1 + below(255), 0xc1], at);
      return 3 + below(LONGEST);
    },
    (at) => {
      const end = at + below(LONGEST);
      for (let i = at; i < end; i += 1) bytes[i] = 0x20 + (bytes[i]! % 95);
      bytes[end] = 0x0a;
      return end - at + 1;
    },
    // an intact frame, one that breaks off, and one with a wrong byte
    (at) => known[below(known.length)]!.copy(bytes, at),
    (at) => {
      const frame = known[below(known.length)]!;
      return frame.copy(bytes, at, 0, 1 + below(frame.length));
    },
    (at) => {
      const length = known[below(known.length)]!.copy(bytes, at);
      bytes[at + below(length)]! ^= 1 + below(255);
      return length;
    },
    // bytes without any 0x00, longer than every frame and every line
    (at) => {
      const length = 600 + below(LONGEST);
      for (let i = at; i < at + length; i += 1) bytes[i]! |= 1;
      return length;
    },
  ];
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    for (let i = 0; i < words.length; i += 1) words[i] = draw();
    const end = intactFrame(chunk);
    const from = bytes.length - end.length;
    for (let at = 0; at < from - 1000;) at += spoil[below(spoil.length)]!(at);
    bytes.set(end, from);
    yield bytes;
  }
}
