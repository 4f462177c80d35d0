import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PlanBlocks, PulsePlan } from '../core/index.js';
import { bootedSession, nextBoardSession, type BoardSession } from './board-session.js';
import { Demultiplexer } from './demultiplexer.js';
import { decodeBody, encodeBody, encodeFrame, type Frame, type FrameHeader } from './frame-codec.js';
import { DICTIONARY_16, numberedFrame } from './link.js';
import { decodeError, decodeEvent, decodeReply, decodeRequest } from './message-codec.js';
import { encodeError, encodeEvent, encodeReply, encodeRequest } from './message-codec.js';
import { ERROR_CODES, ERROR_SPECS, EVENT_SPECS, KINDS, OPS, REPLY_SPECS, REQUEST_SPECS } from './messages.generated.js';
import type { FieldSpecs, KindName, MessageName } from './messages.generated.js';
import { decodePlan, encodePlan, planIdOf } from './plan-codec.js';

/** The vectors were made by firmware-spec/vectors/make-vectors.py, which shares no code with what is tested here. */
function vectors(name: string): unknown {
  const path = new URL(`../../firmware-spec/vectors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8'));
}
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

interface MessageCase {
  readonly name: string;
  readonly kind: KindName;
  readonly message: string;
  readonly op: number;
  readonly header: Omit<Frame, 'kind' | 'op' | 'payload'>;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly payload: string;
  readonly body: string;
  readonly frame: string;
}

const hasNoPayload = ({ kind }: MessageCase): boolean => kind === 'acknowledgement' || kind === 'gap';

/** Of the receivers that the damaged streams are for. */
const MAX_BODY = 512;

function demultiplexed(chunks: readonly Uint8Array[]): unknown[] {
  const seen: unknown[] = [];
  const demultiplexer = new Demultiplexer({
    maxBody: MAX_BODY,
    onFrame: ({ op, request }) => seen.push({ frame: { op, request } }),
    onLine: (line) => seen.push({ line }),
    onDiscarded: (discarded) => seen.push({ discarded }),
  });
  for (const chunk of chunks) demultiplexer.receive(chunk);
  return seen;
}

/** What is made of a stream that comes in two pieces, for every place between them. */
const cutAnywhere = (bytes: Uint8Array): unknown[][] =>
  Array.from({ length: bytes.length + 1 }, (_, at) => demultiplexed([bytes.subarray(0, at), bytes.subarray(at)]));

function specsOf(vector: MessageCase): FieldSpecs {
  const { kind, message } = vector;
  if (hasNoPayload(vector)) return {};
  if (kind === 'error') return ERROR_SPECS;
  if (kind === 'event') return EVENT_SPECS[message as keyof typeof EVENT_SPECS];
  return (kind === 'request' ? REQUEST_SPECS : REPLY_SPECS)[message as MessageName];
}

/** The fields as the codec has them: JSON holds bytes as hex and integers as plain arrays. */
function fieldsOf(vector: MessageCase): never {
  const entries = Object.entries(specsOf(vector)).map(([name, type]) => {
    const value = vector.fields[name];
    if (type === 'bytes') return [name, bytesOf(value as string)];
    return [name, type === 'i32[]' ? Int32Array.from(value as number[]) : value];
  });
  return Object.fromEntries(entries) as never;
}

function encodeCase(vector: MessageCase): Uint8Array {
  const fields = fieldsOf(vector);
  if (hasNoPayload(vector)) return new Uint8Array(0);
  if (vector.kind === 'error') return encodeError(fields);
  if (vector.kind === 'event') return encodeEvent('started', fields);
  return (vector.kind === 'request' ? encodeRequest : encodeReply)(vector.message as MessageName, fields);
}

function decodeCase(vector: MessageCase, payload: Uint8Array): unknown {
  if (hasNoPayload(vector)) return { ok: payload.length === 0, value: {} };
  if (vector.kind === 'error') return decodeError(payload);
  if (vector.kind === 'reply') return decodeReply(vector.message as MessageName, payload);
  const result = (vector.kind === 'event' ? decodeEvent : decodeRequest)(vector.op, payload);
  return result.ok && result.value.name === vector.message ? { ok: true, value: result.value.fields } : result;
}

describe('golden vectors: messages', () => {
  const { cases } = vectors('messages') as { cases: MessageCase[] };

  it('cover every message of the dictionary', () => {
    const names = cases.filter(({ kind }) => kind === 'request').map(({ message }) => message);
    expect(names).toEqual(Object.keys(OPS));
    expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)));
  });

  it.each(cases)('$name', (vector) => {
    const payload = encodeCase(vector);
    expect(hexOf(payload)).toBe(vector.payload);
    expect(decodeCase(vector, payload)).toEqual({ ok: true, value: fieldsOf(vector) });
    const frame: Frame = { ...vector.header, kind: KINDS[vector.kind], op: vector.op, payload };
    expect(hexOf(encodeBody(frame))).toBe(vector.body);
    expect(hexOf(encodeFrame(frame))).toBe(vector.frame);
    expect(decodeBody(bytesOf(vector.body))).toEqual({ ok: true, value: frame });
  });

  it('come out the same wherever they are cut in two', () => {
    for (const { op, header, frame } of cases) {
      const expected = [{ frame: { op, request: header.request } }];
      for (const seen of cutAnywhere(bytesOf(frame))) expect(seen).toEqual(expected);
    }
  });
});

describe('golden vectors: payloads', () => {
  const { cases } = vectors('payloads') as {
    cases: { name: string; op: number; payload: string; bad: string | null }[];
  };

  it.each(cases)('$name', ({ op, payload, bad }) => {
    const result = decodeRequest(op, bytesOf(payload));
    expect(result.ok ? null : result.reason).toBe(bad);
  });
});

describe('golden vectors: damaged streams', () => {
  const { maxBody, cases } = vectors('damage') as {
    maxBody: number;
    cases: { name: string; bytes: string; expect: unknown[] | null }[];
  };

  it('are for receivers of the size they are tried on', () => expect(maxBody).toBe(MAX_BODY));

  it.each(cases)('$name', ({ bytes, expect: expected }) => {
    const stream = bytesOf(bytes);
    const last = { frame: { op: 3, request: 513 } };
    const byteByByte = demultiplexed([...stream].map((byte) => Uint8Array.of(byte)));
    for (const seen of [byteByByte, ...cutAnywhere(stream)]) {
      expect(expected === null ? seen.slice(-1) : seen).toEqual(expected ?? [last]);
    }
  });
});

describe('golden vectors: links', () => {
  type Sent = Pick<FrameHeader, 'op' | 'request' | 'sequence' | 'acknowledged'> & { readonly kind: KindName };
  interface Arriving extends Sent {
    readonly session?: 'other';
    readonly dictionary?: 'other';
  }
  interface Step {
    readonly in: {
      readonly hello?: number;
      readonly damaged?: true;
      readonly say?: Pick<Sent, 'kind' | 'op' | 'request'>;
      readonly frame?: Arriving;
    };
    readonly out: readonly unknown[];
  }
  interface LinkCase {
    readonly name: string;
    readonly bootNonce: number;
    readonly sequence: number;
    readonly accepted: number;
    readonly steps: readonly Step[];
  }
  const KIND_NAMES = new Map(Object.entries(KINDS).map(([name, code]) => [code, name]));

  const sent = ({ kind, op, request, sequence, acknowledged }: Frame): unknown => ({
    send: { kind: KIND_NAMES.get(kind), op, request, sequence, acknowledged },
  });

  /** The board's machine after one step, and what it did, as the vectors write it. */
  function played(board: BoardSession, vector: LinkCase, input: Step['in']): readonly [BoardSession, unknown[]] {
    if (input.say !== undefined) {
      const [link, frame] = numberedFrame(board.link, KINDS[input.say.kind], input.say.op, input.say.request);
      return [{ ...board, link }, [sent(frame)]];
    }
    if (input.hello !== undefined) {
      const [opened] = nextBoardSession(board, { type: 'hello', hostNonce: input.hello });
      if (opened === board) return [board, []];
      const link = { ...opened.link, sequence: vector.sequence, acknowledged: vector.accepted };
      return [{ ...opened, link }, []];
    }
    if (input.frame === undefined) {
      const [next, effect] = nextBoardSession(board, { type: 'damaged' });
      return [next, effect.type === 'transmit' ? effect.frames.map(sent) : []];
    }
    const { frame } = input;
    const session = frame.session === undefined ? board.link.session : board.link.session ^ 1;
    const dictionary = frame.dictionary === undefined ? DICTIONARY_16 : DICTIONARY_16 ^ 1;
    const header: FrameHeader = { ...frame, kind: KINDS[frame.kind], session, dictionary };
    const [next, effect] = nextBoardSession(board, { type: 'frame', header });
    if (effect.type === 'deliver') return [next, [{ take: frame.sequence }]];
    if (effect.type === 'refuse') return [next, [{ refuse: ERROR_CODES[effect.error] }]];
    return [next, effect.type === 'transmit' ? effect.frames.map(sent) : []];
  }

  it.each((vectors('links') as { cases: LinkCase[] }).cases)('$name', (vector) => {
    let board = bootedSession(vector.bootNonce);
    for (const [index, step] of vector.steps.entries()) {
      const [next, out] = played(board, vector, step.in);
      expect({ index, out }).toEqual({ index, out: step.out });
      board = next;
    }
  });
});

describe('golden vectors: plans', () => {
  interface PlanCase {
    readonly name: string;
    readonly array: number;
    readonly rows: number;
    readonly columns: number;
    readonly gated: boolean;
    readonly blocks: Readonly<Record<keyof PlanBlocks, number[]>>;
    readonly rowVectors: number[];
    readonly columnVectors: number[];
    readonly windowVectors: number[];
    readonly gateVectors: number[];
    /** Whether these are the bytes that a host must make of it; otherwise another form of them that decodes alike. */
    readonly canonical: boolean;
    readonly bytes: string;
    readonly planId: string;
  }
  interface BadPlanCase {
    readonly name: string;
    readonly bytes: string;
    readonly bad: string;
  }
  const { cases, hostile } = vectors('plans') as { cases: PlanCase[]; hostile: BadPlanCase[] };

  it.each(cases)('$name', (vector) => {
    const { blocks } = vector;
    const plan: PulsePlan = {
      array: vector.array,
      shape: { rows: vector.rows, columns: vector.columns },
      gated: vector.gated,
      blocks: {
        ticks: Uint32Array.from(blocks.ticks),
        rows: Uint16Array.from(blocks.rows),
        columns: Uint16Array.from(blocks.columns),
        windows: Uint16Array.from(blocks.windows),
        gates: Uint16Array.from(blocks.gates),
        sampleTicks: Uint32Array.from(blocks.sampleTicks),
        reference: Uint8Array.from(blocks.reference),
      },
      rowVectors: Int32Array.from(vector.rowVectors),
      columnVectors: Int32Array.from(vector.columnVectors),
      windowVectors: Uint32Array.from(vector.windowVectors),
      gateVectors: Int32Array.from(vector.gateVectors),
    };
    const bytes = bytesOf(vector.bytes);
    expect(decodePlan(bytes)).toEqual({ ok: true, value: plan });
    expect(planIdOf(bytes)).toBe(vector.planId);
    expect(hexOf(encodePlan(plan)) === vector.bytes).toBe(vector.canonical);
  });

  it.each(hostile)('$name', ({ bytes, bad }) => {
    expect(decodePlan(bytesOf(bytes))).toEqual({ ok: false, reason: bad });
  });
});
