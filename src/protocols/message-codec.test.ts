import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../core/index.js';
import { decodeEvent, decodeReply, decodeRequest, encodeReply, encodeRequest, errorNameOf } from './message-codec.js';
import { OPS, REPLY_SPECS, REQUEST_SPECS, VALUE_SETS } from './messages.generated.js';
import type { FieldSpecs, MessageName } from './messages.generated.js';

const NAMES = Object.keys(OPS) as MessageName[];

const integer = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: Math.max(min, -(2 ** 31)), max: Math.min(max, 2 ** 31 - 1) }), fc.constantFrom(min, max));

const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  u8: integer(0, 0xff),
  u16: integer(0, 0xffff),
  u32: integer(0, 0xffffffff),
  u64: fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER)),
  i16: integer(-0x8000, 0x7fff),
  i32: integer(-(2 ** 31), 2 ** 31 - 1),
  id: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  bytes: fc.uint8Array({ maxLength: 300 }),
  text: fc.string({ unit: 'binary', maxLength: 60 }),
  'i32[]': fc.int32Array({ maxLength: 100 }),
};

const fieldsFor = (specs: FieldSpecs): fc.Arbitrary<never> =>
  fc.record(
    Object.fromEntries(
      Object.entries(specs).map(([name, type]) => [
        name,
        VALUES[type] ?? fc.constantFrom(...Object.keys(VALUE_SETS[type as keyof typeof VALUE_SETS])),
      ]),
    ),
    { noNullPrototype: true },
  ) as unknown as fc.Arbitrary<never>;

/** Encoding a read with one field changed to what may not fit. */
const encodeRead = (fields: object): (() => unknown) => {
  const good = { array: 0, direction: 'forward', codes: Int32Array.of(1) } as const;
  return () => encodeRequest('read', { ...good, ...fields });
};

describe('the message codec', () => {
  it.each(NAMES)('gives back every %s request and reply, with whatever a later version adds behind it', (name) => {
    fc.assert(
      fc.property(fieldsFor(REQUEST_SPECS[name]), fc.uint8Array({ maxLength: 5 }), (fields, later) => {
        const payload = Uint8Array.from([...encodeRequest(name, fields), ...later]);
        expect(decodeRequest(OPS[name], payload)).toEqual({ ok: true, value: { name, fields } });
      }),
    );
    fc.assert(
      fc.property(fieldsFor(REPLY_SPECS[name]), (fields) => {
        expect(decodeReply(name, encodeReply(name, fields))).toEqual({ ok: true, value: fields });
      }),
    );
  });

  it('never throws for bytes that mean nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.constantFrom(...NAMES),
        fc.uint8Array(),
        (op, name, bytes) => {
          for (const result of [decodeRequest(OPS[name], bytes), decodeRequest(op, bytes), decodeReply(name, bytes)]) {
            expect(typeof result.ok).toBe('boolean');
          }
          decodeEvent(op, bytes);
        },
      ),
    );
  });

  it('says truncated for every payload cut short', () => {
    const fields = { planId: '0'.repeat(32), total: 9, offset: 0, piece: Uint8Array.of(1, 2, 3) };
    const payload = encodeRequest('load', fields);
    for (let length = 0; length < payload.length; length += 1) {
      expect(decodeRequest(OPS.load, payload.subarray(0, length))).toEqual({ ok: false, reason: 'truncated' });
    }
  });

  it('reports numbers beyond 2^53 rather than rounding them', () => {
    const payload = encodeReply('ground', { grounded: 1, residualMicrovolts: 0, boardTicks: 2 ** 53 - 1 });
    payload[11] = 0x20;
    expect(decodeReply('ground', payload)).toEqual({ ok: false, reason: 'unsafe-integer' });
  });

  it('refuses values that their fields cannot hold, naming message and field', () => {
    expect(encodeRead({ array: 256 })).toThrow('read request.array is 256; it must be a whole number from 0 to 255');
    expect(encodeRead({ array: 1.5 })).toThrow(ConfigError);
    expect(encodeRead({ array: Number.NaN })).toThrow(ConfigError);
    expect(encodeRead({ direction: 'sideways' })).toThrow('one of forward, backward');
    expect(encodeRead({ codes: new Int32Array(65_536) })).toThrow('an Int32Array of at most 65535');
    expect(encodeRead({ codes: undefined })).toThrow(ConfigError);
    expect(() => encodeRequest('fire', { planId: 'ABC', serial: 1, token: 1 })).toThrow('fire request.planId is ABC');
  });

  it('knows its error codes by name', () => {
    expect(errorNameOf(401)).toBe('row-voltage');
    expect(errorNameOf(9999)).toBeUndefined();
  });
});
