import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { arithmetics, type Arithmetic } from './arithmetic.js';
import { updateDrive } from './block-drive.js';
import { arrayOfDevice } from './device-array.js';

const folder = new URL('../../../test/golden/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** One quarter-period update in volts, seconds, ohms and siemens; tables are [line][quarter], states [row][column]. */
interface GoldenUpdate {
  readonly device: string;
  readonly rows: number;
  readonly columns: number;
  readonly quarterSeconds: number;
  readonly switchOnOhms: number;
  readonly switchOffOhms: number;
  readonly referenceSiemens: number;
  readonly rowVolts: readonly (readonly number[])[];
  readonly columnOnSeconds: readonly (readonly number[])[];
  readonly initialStates: readonly (readonly number[])[];
  readonly finalStates: readonly (readonly number[])[];
}

function solved(golden: GoldenUpdate, arithmetic: Arithmetic): readonly number[] {
  const shape = { rows: golden.rows, columns: golden.columns };
  const states = Float64Array.from(golden.initialStates.flat());
  const array = arrayOfDevice({ ...golden, shape, states, arithmetic });
  for (let quarter = 0; quarter < 4; quarter += 1) {
    const volts = Float64Array.from(golden.rowVolts, (row) => row[quarter]!);
    const windows = Float64Array.from(golden.columnOnSeconds, (column) => column[quarter]!);
    array.applyBlock(updateDrive(volts, windows), golden.quarterSeconds);
  }
  return [...array.states];
}

describe('golden updates solved by ngspice', () => {
  it('has all eight', () => expect(files).toHaveLength(8));

  const all = files.flatMap((name) => arithmetics.map((arithmetic) => [name, arithmetic] as const));

  describe.each(all)('%s in %s arithmetic', (name, arithmetic) => {
    const golden = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as GoldenUpdate;
    const wanted = golden.finalStates.flat();
    const start = golden.initialStates.flat();
    const deviations = solved(golden, arithmetic).map((x, cell) => Math.abs(x - wanted[cell]!));

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
