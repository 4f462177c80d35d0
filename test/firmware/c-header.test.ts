import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BODY_OVERHEAD,
  crc32,
  Demultiplexer,
  DICTIONARY_CRC,
  encodeFrame,
  PROTOCOL_MAJOR,
} from '../../src/protocols/index.js';
import {
  CAUSES,
  DIRECTIONS,
  KINDS,
  MAGIC,
  OUTCOMES,
  STATES,
  VERDICTS,
  type KindName,
} from '../../src/protocols/messages.generated.js';
import { compileProgram, hasCompiler, warnWithoutCompiler, type CProgram } from './c-program.js';

// firmware-spec/quarterwave.h and reference/frame.h against the golden vectors and against the TypeScript side.

interface MessageCase {
  readonly name: string;
  readonly kind: KindName;
  readonly message: string;
  readonly op: number;
  readonly header: { readonly request: number };
  readonly fields: Readonly<Record<string, unknown>>;
  readonly payload: string;
  readonly frame: string;
}

function vectors(name: string): readonly unknown[] {
  const path = new URL(`../../firmware-spec/vectors/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as { cases: unknown[] }).cases;
}
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const SET_CODES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  state: STATES,
  cause: CAUSES,
  outcome: OUTCOMES,
  verdict: VERDICTS,
  direction: DIRECTIONS,
  kind: KINDS,
};

/** Fields as C shows them: numbers for names, hex for bytes and text. */
function asShown({ fields }: MessageCase): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]) => {
    if (name === 'text') return [name, hexOf(Buffer.from(value as string))];
    return [name, SET_CODES[name]?.[value as string] ?? value];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

const nameOf = ({ kind, message }: MessageCase): string => (kind === 'error' ? 'error' : `${message}_${kind}`);

/** What the TypeScript side makes of a stream, as the program shows it; between its parts are 100 ms. */
function expectedOf(parts: readonly Uint8Array[], maxBody: number): unknown[] {
  let now = 0;
  const seen: unknown[] = [];
  const demultiplexer = new Demultiplexer({
    maxBody,
    onFrame: (frame) =>
      seen.push({ frame: { op: frame.op, request: frame.request, again: hexOf(encodeFrame(frame)) } }),
    onLine: (line) => seen.push({ line }),
    onDiscarded: (discarded) => seen.push({ discarded }),
    now: () => now,
  });
  for (const part of parts) {
    demultiplexer.receive(part);
    now += 100;
  }
  return seen;
}

warnWithoutCompiler();

describe.skipIf(!hasCompiler)(
  'the C header and receiver (where skipped, install gcc or clang, as cc or under the name in CC)',
  () => {
    let program: CProgram;
    beforeAll(() => {
      program = compileProgram();
    }, 60_000);
    afterAll(() => program.dispose());

    const messages = vectors('messages') as readonly MessageCase[];
    const MAX_BODY = 512;

    /** Every stream must come out in C as it does in TypeScript. */
    function compare(streams: readonly Uint8Array[]): void {
      compareParts(streams.map((bytes) => [bytes]));
    }

    /** The same with 100 ms between the parts of a stream; none may be empty. */
    function compareParts(streams: readonly (readonly Uint8Array[])[]): void {
      const answers = program.ask(streams.map((parts) => `stream ${MAX_BODY} ${parts.map(hexOf).join('.')}`));
      expect(answers).toEqual(streams.map((parts) => expectedOf(parts, MAX_BODY)));
    }

    it('have the numbers of the dictionary', () => {
      const check = crc32(Buffer.from('123456789'));
      expect(check).toBe(0xcbf43926);
      expect(program.ask(['constants'])).toEqual([{ crc: DICTIONARY_CRC, major: PROTOCOL_MAJOR, magic: MAGIC, check }]);
    });

    it.each(messages)('decode and encode: $name', (vector) => {
      const whole = `decode ${nameOf(vector)} ${vector.payload}`;
      const [answer, frame] = program.ask([whole, `stream ${MAX_BODY} ${vector.frame}`]);
      const again = vector.payload === '' ? {} : { again: vector.payload, withoutRoom: 0 };
      expect(answer).toEqual({ result: 0, fields: asShown(vector), ...again });
      expect(frame).toEqual([{ frame: { op: vector.op, request: vector.header.request, again: vector.frame } }]);
      const lengths = Array.from({ length: vector.payload.length / 2 }, (_, length) => length);
      if (lengths.length === 0) return;
      const cut = program.ask(
        lengths.map((length) => `decode ${nameOf(vector)} ${vector.payload.slice(0, 2 * length)}`),
      );
      expect(cut).toEqual(lengths.map(() => ({ result: 1 })));
    });

    it('refuse the bad payloads', () => {
      const results: Readonly<Record<string, number>> = { truncated: 1, 'unknown-value': 2 };
      // which message an op stands for is the firmware's own switch
      const cases = (vectors('payloads') as { op: number; payload: string; bad: string | null }[]).filter(
        ({ bad }) => bad !== 'unknown-op',
      );
      const messageOf = (op: number): string => messages.find((message) => message.op === op)!.message;
      const answers = program.ask(cases.map(({ op, payload }) => `decode ${messageOf(op)}_request ${payload}`));
      expect(answers).toMatchObject(cases.map(({ bad }) => ({ result: bad === null ? 0 : results[bad] })));
      expect(cases.length).toBeGreaterThan(5);
      const unsafe = `decode started_event 01000000${'ff'.repeat(8)}`;
      const badText = `decode error ${'00'.repeat(22)}0200c080`;
      expect(program.ask([unsafe, badText])).toEqual([{ result: 3 }, { result: 4 }]);
    });

    it('take text for UTF-8 where TypeScript does', () => {
      const samples = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 5 }), { seed: 1, numRuns: 2000 });
      const edges = [
        'c280',
        'dfbf',
        'e0a080',
        'e09f80',
        'ed9fbf',
        'eda080',
        'efbfbf',
        'f0908080',
        'f48fbfbf',
        'f4908080',
      ];
      const texts = [...samples, ...edges.map((hex) => Buffer.from(hex, 'hex'))];
      const answers = program.ask(
        texts.map((text) => `decode error ${'00'.repeat(22)}${hexOf(Uint8Array.of(text.length, 0, ...text))}`),
      );
      const isText = (text: Uint8Array): boolean => !Buffer.from(text).toString('utf8').includes('\ufffd');
      expect(answers).toMatchObject(texts.map((text) => ({ result: isText(text) ? 0 : 4 })));
    });

    it('make of damaged streams what the vectors say', () => {
      const cases = vectors('damage') as { bytes: string; expect: unknown[] | null }[];
      const answers = program.ask(cases.map(({ bytes }) => `stream ${MAX_BODY} ${bytes}`)) as unknown[][];
      const last = [{ frame: { op: 3, request: 513 } }];
      const seen = cases.map(({ expect: expected }, index) =>
        expected === null ? answers[index]!.slice(-1) : answers[index]!,
      );
      expect(seen).toMatchObject(cases.map(({ expect: expected }) => expected ?? last));
      compare(cases.map(({ bytes }) => Buffer.from(bytes, 'hex')));
    });

    it('find the next frame after one that was cut or changed at any byte', () => {
      const frames = messages.map(({ frame }) => Buffer.from(frame, 'hex'));
      const next = frames[2]!;
      const streams = frames.flatMap((frame) =>
        [...frame.keys()].flatMap((at) => {
          const flipped = Uint8Array.from(frame);
          flipped[at]! ^= 0x41;
          return [Buffer.concat([frame.subarray(0, at), next]), Buffer.concat([flipped, next])];
        }),
      );
      compare(streams);
      for (const bytes of streams) expect(expectedOf([bytes], MAX_BODY).at(-1)).toMatchObject({ frame: { op: 3 } });
    });

    it('make of any stream what TypeScript makes of it', () => {
      const frame = fc.constantFrom(...messages.map((vector) => Buffer.from(vector.frame, 'hex')));
      const line = fc
        .constantFrom('*IDN?\n', 'ABOR\r\n', '\n', '\r\n', 'half', 'a\rb\n')
        .map((text) => Buffer.from(text));
      const long = fc.integer({ min: 250, max: 900 }).map((length) => Buffer.from(`${'x'.repeat(length)}\n`));
      // not within the byte or two by which an encoding may be longer than the largest body's shortest
      const beyond = fc.oneof(fc.integer({ min: 480, max: 508 }), fc.integer({ min: 518, max: 900 }));
      const longFrame = beyond.map((length) => Buffer.from([0, 9, MAGIC, ...new Uint8Array(length).fill(1), 0]));
      const delimiters = fc.uint8Array({ max: 0, maxLength: 3 });
      const piece = fc.oneof(frame, line, long, longFrame, delimiters, fc.uint8Array({ maxLength: 40 }));
      const streams = fc.sample(fc.array(piece, { maxLength: 8 }), { seed: 3, numRuns: 1500 });
      compare(streams.map((pieces) => Buffer.concat(pieces)));
    });

    it('drop an unfinished frame after a pause, at any byte, so that a person can abort', () => {
      const frame = messages[0]!.frame;
      const line = hexOf(Buffer.from('ABOR\n'));
      // the leading 0x00 and the closing one begin and end it; a code that is printable may be a person's
      const cuts = Array.from({ length: frame.length / 2 - 2 }, (_, index) => index + 2);
      const answers = program.ask(cuts.map((cut) => `stream ${MAX_BODY} ${frame.slice(0, 2 * cut)}.${line}`));
      const dropped = (bytes: number): unknown => ({ discarded: { reason: 'unfinished-frame', bytes, frame: true } });
      expect(answers).toEqual(cuts.map((cut) => [dropped(cut - 1), { line: 'ABOR' }]));
      const typed = hexOf(Buffer.from('*IDN?\n'));
      const slowly = `stream ${MAX_BODY} 00.${typed.replaceAll(/../g, '$&.')}`;
      expect(program.ask([slowly])).toEqual([[{ line: '*IDN?' }]]);
    });

    it('drop what is unfinished after 100 ms, wherever it breaks off', () => {
      const streams = [
        ...messages.map(({ frame }) => Buffer.from(frame, 'hex')),
        ...(vectors('damage') as { bytes: string }[]).map(({ bytes }) => Buffer.from(bytes, 'hex')),
      ];
      const abort = Buffer.from('ABOR\n');
      const broken = streams.flatMap((bytes) =>
        Array.from({ length: bytes.length - 1 }, (_, at) => [bytes.subarray(0, at + 1), bytes.subarray(at + 1)]),
      );
      compareParts(broken);
      compareParts(broken.map(([before]) => [before!, abort]));
      for (const text of ['*IDN?\r\n', '\0ABOR\n', '\x80\n', `${'x'.repeat(300)}\n`, '\r\r', '\0\n\0\r']) {
        compareParts([[...Buffer.from(text, 'latin1')].map((byte) => Uint8Array.of(byte))]);
      }
    });

    it('carry bodies whose pieces are full, or a byte more or less', () => {
      const header = { kind: KINDS.reply, dictionary: 1, session: 2, sequence: 3, acknowledged: 4, op: 2, request: 5 };
      const lengths = [...Array.from({ length: 24 }, (_, index) => 240 + index), 488, 489, 490, 491, 492];
      compare(lengths.map((length) => encodeFrame({ ...header, payload: new Uint8Array(length).fill(7) })));
      compare(
        lengths.map((length) => encodeFrame({ ...header, payload: Uint8Array.from({ length }, (_, i) => i % 255) })),
      );
    });

    it('are held to the largest body', () => {
      const header = {
        kind: KINDS.request,
        dictionary: 0,
        session: 0,
        sequence: 0,
        acknowledged: 0,
        op: 1,
        request: 0,
      };
      for (const body of [25, 255, 256, 300, 509]) {
        const frame = hexOf(encodeFrame({ ...header, payload: new Uint8Array(body - BODY_OVERHEAD) }));
        const [fits, tooLong] = program.ask([`stream ${body} ${frame}`, `stream ${body - 1} ${frame}`]);
        expect(fits).toMatchObject([{ frame: { op: 1 } }]);
        expect(tooLong).toMatchObject([{ discarded: { reason: 'too-long' } }]);
      }
    });
  },
);
