import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ConfigError,
  FLOATING,
  planOfBlocks,
  SENSED,
  windowsFromStart,
  type BlockToPlan,
  type PulsePlan,
} from '../core/index.js';
import { decodePlan, encodePlan, planIdOf } from './plan-codec.js';

const anyCode = fc.constantFrom(0, 0, 0, 1, -1, 32_767, -32_768, 2 ** 30, FLOATING, SENSED);
const anyTick = fc.oneof(fc.nat(50), fc.constantFrom(0xfffffffe, 0xffffffff));
const anyWindow = fc
  .tuple(fc.constantFrom(0, 0, 20), anyTick)
  .map(([from, until]): readonly [number, number] => (until > from ? [from, until] : [0, 0]));

const listOf = <T>(lines: number, one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: lines, maxLength: lines });

const blockOf = (rows: number, columns: number): fc.Arbitrary<BlockToPlan> =>
  fc.record({
    ticks: anyTick,
    rows: listOf(rows, anyCode),
    columns: listOf(columns, anyCode),
    windows: listOf(columns, anyWindow),
    gates: listOf(rows, anyCode),
    sampleTick: anyTick,
    reference: fc.constantFrom('off' as const, 'forward' as const, 'backward' as const),
  });

const size = fc.integer({ min: 1, max: 7 });
const anyPlan: fc.Arbitrary<PulsePlan> = fc
  .tuple(fc.nat(255), size, size, fc.boolean())
  .chain(([array, rows, columns, gated]) =>
    fc
      .array(blockOf(rows, columns), { minLength: gated ? 1 : 0, maxLength: 6 })
      .map((blocks) => planOfBlocks(array, { rows, columns }, blocks, gated)),
  );

/** Two rows, three columns and four blocks that are all different. */
const example = planOfBlocks(
  2,
  { rows: 2, columns: 3 },
  [1, 2, 3, 4].map((k) => ({ ticks: 250 + k, rows: [k, -k], windows: windowsFromStart([k, 2 * k, 3 * k]) })),
);
const encoded = encodePlan(example);

describe('the plan codec', () => {
  it('gives back every plan', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(decodePlan(encodePlan(plan))).toEqual({ ok: true, value: plan });
      }),
    );
  });

  it('says why bytes are no plan, and takes none that are cut or spoilt in their header', () => {
    for (let length = 0; length < encoded.length; length += 1) {
      const reason = length < 20 ? 'not-a-plan' : 'wrong-length';
      expect(decodePlan(encoded.subarray(0, length))).toEqual({ ok: false, reason });
    }
    const changed = (at: number): Uint8Array => Uint8Array.from(encoded, (byte, i) => (i === at ? byte ^ 0xff : byte));
    expect(decodePlan(changed(0))).toEqual({ ok: false, reason: 'not-a-plan' });
    expect(decodePlan(changed(4))).toEqual({ ok: false, reason: 'unknown-version' });
    for (let at = 10; at < 20; at += 1) expect(decodePlan(changed(at))).toHaveProperty('ok', false);
  });

  it('survives any bytes behind a good header', () => {
    const start = encoded.subarray(0, 20);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (rest) => {
        const result = decodePlan(Uint8Array.of(...start, ...rest));
        // what does decode is a plan like any other, whatever form it came in
        if (result.ok) expect(decodePlan(encodePlan(result.value))).toEqual(result);
      }),
    );
  });

  it('holds a vector once however many blocks use it, and names only the lines that differ', () => {
    const shape = { rows: 784, columns: 397 };
    const selected = { ticks: 500, rows: { length: 784, 17: 9000 }, columns: { length: 397, 40: -9000 } };
    const windows = Array.from({ length: 397 }, () => [10, 490] as const);
    const train = planOfBlocks(
      0,
      shape,
      Array.from({ length: 1000 }, () => ({ ...selected, windows })),
    );
    expect(encodePlan(train)).toHaveLength(20 + 1000 * 20 + 16 + 16 + (8 + 4 * 397));
  });

  it('writes a window that is empty as a switch that stays open', () => {
    const empty = planOfBlocks(0, { rows: 1, columns: 3 }, [
      {
        ticks: 9,
        windows: [
          [2, 5],
          [7, 7],
          [8, 3],
        ],
      },
    ]);
    const canonical = planOfBlocks(0, { rows: 1, columns: 3 }, [{ ticks: 9, windows: [[2, 5]] }]);
    expect(decodePlan(encodePlan(empty))).toEqual({ ok: true, value: canonical });
  });

  it('refuses plans whose arrays contradict their shape or each other', () => {
    const { blocks } = example;
    expect(() => encodePlan({ ...example, shape: { rows: 3, columns: 3 } })).toThrow(ConfigError);
    expect(() => encodePlan({ ...example, shape: { rows: 0, columns: 3 } })).toThrow("The plan's rows is 0");
    expect(() => encodePlan({ ...example, array: 256 })).toThrow("The plan's array is 256");
    expect(() => encodePlan({ ...example, gated: true })).toThrow('number of gate vectors is 0');
    expect(() => encodePlan({ ...example, gateVectors: new Int32Array(2) })).toThrow('number of gate vectors is 1');
    const past = Uint16Array.of(0, 1, 2, 4);
    expect(() => encodePlan({ ...example, blocks: { ...blocks, rows: past } })).toThrow('Block 3 of the plan uses');
    const reference = Uint8Array.of(0, 0, 3, 0);
    expect(() => encodePlan({ ...example, blocks: { ...blocks, reference } })).toThrow('drives reference 3');
    const sampleTicks = new Uint32Array(3);
    expect(() => encodePlan({ ...example, blocks: { ...blocks, sampleTicks } })).toThrow(ConfigError);
  });

  it('gives plans that differ anywhere different ids', () => {
    fc.assert(
      fc.property(anyPlan, anyPlan, (one, other) => {
        const [first, second] = [encodePlan(one), encodePlan(other)];
        expect(planIdOf(first) === planIdOf(second)).toBe(Buffer.compare(first, second) === 0);
      }),
    );
  });
});
