import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { serialCount, withRange, withoutRange, type SerialRange, type SerialRanges } from './serial-ranges.js';

const range = fc.tuple(fc.nat(30), fc.nat(8)).map(([from, length]): SerialRange => ({ from, to: from + length }));
const steps = fc.array(fc.record({ add: fc.boolean(), range }), { maxLength: 20 });

const serialsIn = ({ from, to }: SerialRange): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

it('holds what a set of serials would hold, in the fewest ranges', () => {
  fc.assert(
    fc.property(steps, (list) => {
      let ranges: SerialRanges = [];
      const model = new Set<number>();
      for (const { add, range } of list) {
        ranges = add ? withRange(ranges, range) : withoutRange(ranges, range);
        for (const serial of serialsIn(range)) {
          if (add) model.add(serial);
          else model.delete(serial);
        }
      }
      expect(ranges.flatMap(serialsIn)).toEqual([...model].toSorted((a, b) => a - b));
      expect(serialCount(ranges)).toBe(model.size);
      for (const [i, { from }] of ranges.slice(1).entries()) expect(from).toBeGreaterThan(ranges[i]!.to + 1);
    }),
  );
});
