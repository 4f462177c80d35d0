import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../core/index.js';
import { FrameFaults, type Passed } from './frame-faults.js';

function through(seed: number, items: number, mended: boolean): readonly (readonly [number, Passed])[] {
  const out: (readonly [number, Passed])[] = [];
  const faults = new FrameFaults<number>(randomStream(seed, 'test'), (item, fault) => out.push([item, fault]));
  if (mended) faults.mend();
  for (let item = 0; item < items; item += 1) faults.take(item);
  return out;
}

describe('a bad cable', () => {
  it('does the same to the same frames whenever its seed is the same', () => {
    expect(through(3, 200, false)).toEqual(through(3, 200, false));
    expect(through(3, 200, false)).not.toEqual(through(4, 200, false));
  });

  it('does everything a cable does, and lets most through', () => {
    const out = through(1, 2000, false);
    expect(new Set(out.map(([, fault]) => fault))).toEqual(new Set(['none', 'damaged', 'cut']));
    const intact = out.filter(([, fault]) => fault === 'none').map(([item]) => item);
    expect(new Set(intact).size).toBeGreaterThan(1500);
    const swapped = intact.filter((item, index) => item < (intact[index - 1] ?? 0));
    expect(swapped.length).toBeGreaterThan(10);
  });

  it('makes nothing up and lets nothing wait for more than one frame', () => {
    fc.assert(
      fc.property(fc.nat(1e6), (seed) => {
        const out = through(seed, 50, false).map(([item]) => item);
        for (const [index, item] of out.entries()) {
          expect(item).toBeGreaterThanOrEqual(Math.max(0, ...out.slice(0, index)) - 1);
          expect(item).toBeLessThan(50);
        }
      }),
    );
  });

  it('lets everything through once it is mended', () => {
    expect(through(1, 50, true)).toEqual(Array.from({ length: 50 }, (_, item) => [item, 'none']));
  });
});
