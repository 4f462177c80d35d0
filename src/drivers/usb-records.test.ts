import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, KINDS } from '../protocols/index.js';
import { RecordReader, RecordWriter } from './usb-records.js';

const header = { kind: KINDS.request, dictionary: 0, session: 0, sequence: 0, acknowledged: 0, request: 1 };
const frameOf = (payload: Uint8Array): Uint8Array => encodeFrame({ ...header, op: 1, payload });
const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const chunks = [];
  let from = 0;
  for (const length of lengths) {
    chunks.push(bytes.subarray(from, from + length));
    from += length;
  }
  return [...chunks, bytes.subarray(from)];
}

function recordsOf(chunks: readonly Uint8Array[]): Buffer {
  const writer = new RecordWriter();
  return Buffer.concat(chunks.map((chunk) => writer.take(chunk)));
}

function streamOf(chunks: readonly Uint8Array[]): Buffer {
  const reader = new RecordReader();
  return Buffer.concat(chunks.map((chunk) => reader.take(chunk)!));
}

/** The records one by one. */
function split(records: Buffer): Buffer[] {
  const parts = [];
  for (let at = 0; at < records.length;) {
    const end = at + 4 + records.readUInt32LE(at);
    parts.push(records.subarray(at + 4, end));
    at = end;
  }
  return parts;
}

const lengths = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 600 }).map(frameOf),
  fc.constantFrom('*IDN?\n', 'ABOR\n').map((line) => Uint8Array.from(Buffer.from(`\0${line}`))),
  fc.array(fc.constantFrom(0, 1, 0xc1, 0x41), { maxLength: 40 }).map((bytes) => Uint8Array.from(bytes)),
);

describe('USB records', () => {
  it('hold exactly the body of a frame', () => {
    const body = Buffer.alloc(1000, 7);
    const frame = frameOf(body);
    const [record, ...others] = split(recordsOf([frame, frameOf(bytesOf()), Buffer.from('\0*IDN?\n')]));
    expect(record).toHaveLength(1020);
    expect(record!.subarray(16, 1016)).toEqual(body);
    expect(others.map((bytes) => bytes.length)).toEqual([20, 7]);
  });

  it('give back whatever went in, in any chunking of both, but for the zeros between frames', () => {
    const withoutZeros = (bytes: Uint8Array): string => bytes.filter((byte) => byte !== 0).toString();
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), lengths, lengths, (pieces, up, down) => {
        // the zeros at the end make both sides let go of everything
        const stream = Buffer.concat([...pieces, bytesOf(0, 0)]);
        const records = recordsOf(cut(stream, up));
        expect(withoutZeros(streamOf(cut(records, down)))).toBe(withoutZeros(stream));
      }),
    );
  });

  it('give back the very bytes of frames and lines that came whole', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 8 }), lengths, (payloads, down) => {
        const frames = [...payloads.map(frameOf), Buffer.from('\0STAT?\n')];
        const stream = Buffer.concat(frames);
        expect(streamOf(cut(recordsOf([stream]), down))).toEqual(stream);
      }),
    );
  });

  it('keep what is no frame byte for byte, and never make a body of it', () => {
    const odd = Buffer.concat([bytesOf(0, 3, 0xc1, 0xc1, 0), Buffer.alloc(100, 0xc1), bytesOf(0, 9, 0xc1, 5, 0, 0)]);
    const records = recordsOf([odd]);
    expect(streamOf([records])).toEqual(odd);
    for (const record of split(records)) expect(record[0] === 0xc1 && record.length >= 20).toBe(false);
  });

  it('do not wait for a frame that is longer than any can be', () => {
    const endless = Buffer.alloc(80_000, 0xc1);
    expect(streamOf([recordsOf([bytesOf(0, 2), endless])])).toHaveLength(80_002);
  });

  it('stand for nothing where they are empty, and are out of step where they are too long', () => {
    const reader = new RecordReader();
    expect(reader.take(bytesOf(0, 0, 0))).toEqual(Buffer.alloc(0));
    expect(reader.take(bytesOf(0, 0, 0, 0, 0))).toEqual(Buffer.alloc(0));
    expect(reader.take(bytesOf(0, 0, 1, 0))).toBeUndefined();
  });
});
