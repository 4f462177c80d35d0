import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, type PulsePlan } from '../core/index.js';
import { decodePlan, encodedPlanLength, encodePlan, planIdOf } from './plan-codec.js';

const planOf = (rows: number, columns: number, blocks: number): PulsePlan => ({
  array: 2,
  shape: { rows, columns },
  blockTicks: Uint32Array.from({ length: blocks }, (_, i) => 250 + i),
  rowCodes: Int32Array.from({ length: blocks * rows }, (_, i) => (i % 2 === 0 ? i : -i)),
  columnTicks: Uint32Array.from({ length: blocks * columns }, (_, i) => 0xffffffff - i),
});

const size = fc.integer({ min: 0, max: 6 });

describe('the plan codec', () => {
  it('gives back every plan', () => {
    fc.assert(
      fc.property(size, size, size, (rows, columns, blocks) => {
        const plan = planOf(rows, columns, blocks);
        const bytes = encodePlan(plan);
        expect(bytes).toHaveLength(encodedPlanLength(plan));
        expect(decodePlan(bytes)).toEqual({ ok: true, value: plan });
      }),
    );
  });

  it('says why bytes are no plan', () => {
    const bytes = encodePlan(planOf(2, 3, 4));
    const changed = (at: number): Uint8Array => Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 0xff : byte));
    expect(decodePlan(changed(0))).toEqual({ ok: false, reason: 'not-a-plan' });
    expect(decodePlan(changed(4))).toEqual({ ok: false, reason: 'unknown-version' });
    expect(decodePlan(changed(10))).toEqual({ ok: false, reason: 'wrong-length' });
    expect(decodePlan(bytes.subarray(1))).toEqual({ ok: false, reason: 'not-a-plan' });
    expect(decodePlan(bytes.subarray(0, -1))).toEqual({ ok: false, reason: 'wrong-length' });
    fc.assert(fc.property(fc.uint8Array(), (garbage) => !decodePlan(garbage).ok));
  });

  it('refuses plans whose arrays contradict their shape', () => {
    expect(() => encodePlan({ ...planOf(2, 3, 4), shape: { rows: 3, columns: 3 } })).toThrow(ConfigError);
    expect(() => encodePlan({ ...planOf(2, 3, 4), array: 256 })).toThrow("The plan's array is 256");
  });

  it('gives plans that differ anywhere different ids', () => {
    expect(planIdOf(encodePlan(planOf(2, 3, 4)))).not.toBe(planIdOf(encodePlan(planOf(3, 2, 4))));
  });
});
