import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCobs, encodeCobs, maxCobsLength } from './cobs.js';

const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const counting = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

// the examples of Cheshire and Baker's paper as the literature repeats them
const EXAMPLES: readonly (readonly [plain: Uint8Array, encoded: Uint8Array])[] = [
  [bytesOf(0), bytesOf(1, 1)],
  [bytesOf(0, 0), bytesOf(1, 1, 1)],
  [bytesOf(0x11, 0x22, 0, 0x33), bytesOf(3, 0x11, 0x22, 2, 0x33)],
  [bytesOf(0x11, 0, 0, 0), bytesOf(2, 0x11, 1, 1, 1)],
  [Uint8Array.from(counting(1, 254)), bytesOf(255, ...counting(1, 254))],
  [Uint8Array.from(counting(0, 254)), bytesOf(1, 255, ...counting(1, 254))],
  [Uint8Array.from(counting(1, 255)), bytesOf(255, ...counting(1, 254), 2, 255)],
];

describe('COBS', () => {
  it.each(EXAMPLES)('agrees with published example %#', (plain, encoded) => {
    expect(encodeCobs(plain)).toEqual(encoded);
    expect(decodeCobs(encoded)).toEqual(plain);
  });

  it('gives back what it was given, holds no 0x00 and stays within its bound', () => {
    const zeroRich = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })), { maxLength: 1200 });
    fc.assert(
      fc.property(zeroRich, (plain) => {
        const encoded = encodeCobs(Uint8Array.from(plain));
        expect(encoded.includes(0)).toBe(false);
        expect(encoded.length).toBeLessThanOrEqual(maxCobsLength(plain.length));
        expect(decodeCobs(encoded)).toEqual(Uint8Array.from(plain));
      }),
    );
  });

  it('says undefined for bytes that no encoder makes', () => {
    expect(decodeCobs(bytesOf())).toBeUndefined();
    expect(decodeCobs(bytesOf(0))).toBeUndefined();
    expect(decodeCobs(bytesOf(5, 1, 2))).toBeUndefined();
    expect(decodeCobs(bytesOf(3, 1, 0))).toBeUndefined();
  });
});
