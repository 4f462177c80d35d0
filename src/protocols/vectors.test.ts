import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Demultiplexer } from './demultiplexer.js';
import { decodeBody, encodeBody, encodeFrame, type Frame } from './frame-codec.js';
import { decodeError, decodeEvent, decodeReply, decodeRequest } from './message-codec.js';
import { encodeError, encodeEvent, encodeReply, encodeRequest } from './message-codec.js';
import { ERROR_SPECS, EVENT_SPECS, KINDS, OPS, REPLY_SPECS, REQUEST_SPECS } from './messages.generated.js';
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
  readonly fields: Readonly<Record<string, unknown>>;
  readonly payload: string;
  readonly body: string;
  readonly frame: string;
}
type Header = Omit<Frame, 'kind' | 'op' | 'payload'>;

function specsOf({ kind, message }: MessageCase): FieldSpecs {
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
  if (vector.kind === 'error') return encodeError(fields);
  if (vector.kind === 'event') return encodeEvent('started', fields);
  return (vector.kind === 'request' ? encodeRequest : encodeReply)(vector.message as MessageName, fields);
}

function decodeCase(vector: MessageCase, payload: Uint8Array): unknown {
  if (vector.kind === 'error') return decodeError(payload);
  if (vector.kind === 'reply') return decodeReply(vector.message as MessageName, payload);
  const result = (vector.kind === 'event' ? decodeEvent : decodeRequest)(vector.op, payload);
  return result.ok && result.value.name === vector.message ? { ok: true, value: result.value.fields } : result;
}

describe('golden vectors: messages', () => {
  const { header, cases } = vectors('messages') as { header: Header; cases: MessageCase[] };

  it('cover every message of the dictionary', () => {
    const names = cases.filter(({ kind }) => kind === 'request').map(({ message }) => message);
    expect(names).toEqual(Object.keys(OPS));
  });

  it.each(cases)('$name', (vector) => {
    const payload = encodeCase(vector);
    expect(hexOf(payload)).toBe(vector.payload);
    expect(decodeCase(vector, payload)).toEqual({ ok: true, value: fieldsOf(vector) });
    const frame: Frame = { ...header, kind: KINDS[vector.kind], op: vector.op, payload };
    expect(hexOf(encodeBody(frame))).toBe(vector.body);
    expect(hexOf(encodeFrame(frame))).toBe(vector.frame);
    expect(decodeBody(bytesOf(vector.body))).toEqual({ ok: true, value: frame });
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
  const { cases } = vectors('damage') as { cases: { name: string; bytes: string; expect: unknown[] | null }[] };

  it.each(cases)('$name', ({ bytes, expect: expected }) => {
    for (const size of [1, 7, 10_000]) {
      const seen: unknown[] = [];
      const demultiplexer = new Demultiplexer({
        maxBody: 512,
        onFrame: ({ op, request }) => seen.push({ frame: { op, request } }),
        onLine: (line) => seen.push({ line }),
        onDiscarded: (discarded) => seen.push({ discarded }),
      });
      const stream = bytesOf(bytes);
      for (let at = 0; at < stream.length; at += size) demultiplexer.receive(stream.subarray(at, at + size));
      const last = { frame: { op: 3, request: 513 } };
      expect(expected === null ? seen.slice(-1) : seen).toEqual(expected ?? [last]);
    }
  });
});

describe('golden vectors: plans', () => {
  interface PlanCase {
    readonly array: number;
    readonly rows: number;
    readonly columns: number;
    readonly blockTicks: number[];
    readonly rowCodes: number[];
    readonly columnTicks: number[];
    readonly bytes: string;
    readonly planId: string;
  }

  it.each((vectors('plans') as { cases: PlanCase[] }).cases)('plan $planId', (vector) => {
    const plan = {
      array: vector.array,
      shape: { rows: vector.rows, columns: vector.columns },
      blockTicks: Uint32Array.from(vector.blockTicks),
      rowCodes: Int32Array.from(vector.rowCodes),
      columnTicks: Uint32Array.from(vector.columnTicks),
    };
    const bytes = encodePlan(plan);
    expect(hexOf(bytes)).toBe(vector.bytes);
    expect(planIdOf(bytes)).toBe(vector.planId);
    expect(decodePlan(bytes)).toEqual({ ok: true, value: plan });
  });
});
