import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { predictUpdate, type UpdateToPredict } from './predict-update.js';

const folder = new URL('../../../test/golden/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

interface GoldenUpdate extends UpdateToPredict {
  readonly finalStates: readonly (readonly number[])[];
}

describe('golden updates solved by ngspice', () => {
  it('has all eight', () => expect(files).toHaveLength(8));

  describe.each(files)('%s', (name) => {
    const golden = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as GoldenUpdate;
    const wanted = golden.finalStates.flat();
    const start = golden.initialStates.flat();
    const deviations = predictUpdate(golden)
      .flat()
      .map((x, cell) => Math.abs(x - wanted[cell]!));

    it("is met within its README's tolerance", () => {
      for (const [cell, deviation] of deviations.entries()) {
        const change = Math.abs(wanted[cell]! - start[cell]!);
        expect(deviation, `cell ${cell}`).toBeLessThanOrEqual(change > 1e-3 ? Math.max(1e-4, 0.02 * change) : 1e-4);
      }
    });

    it('is met within 1e-5', () => {
      expect(Math.max(...deviations)).toBeLessThan(1e-5);
    });
  });
});
