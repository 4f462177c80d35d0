import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { updateDrive } from '../chip/block-drive.js';
import { publishedDevice, type YakopcicParameters } from '../models/index.js';
import type { KernelPrecision } from './fall-curve.js';
import { KernelLines } from './kernel-lines.js';

const folder = new URL('../../../test/golden/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** As in ../chip/golden.test.ts: tables are [line][quarter], states [row][column]. */
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

function solved(golden: GoldenUpdate, precision: KernelPrecision): Float64Array {
  const parameters = publishedDevice(golden.device)!.parameters as YakopcicParameters;
  const shape = { rows: golden.rows, columns: golden.columns };
  const states = Float64Array.from(golden.initialStates.flat());
  const kernel = new KernelLines({ ...golden, shape, parameters, precision }, states);
  for (let quarter = 0; quarter < 4; quarter += 1) {
    const volts = Float64Array.from(golden.rowVolts, (row) => row[quarter]!);
    const windows = Float64Array.from(golden.columnOnSeconds, (column) => column[quarter]!);
    kernel.applyBlock(updateDrive(volts, windows), golden.quarterSeconds, undefined);
  }
  kernel.copyStates(states);
  return states;
}

describe('golden updates solved by ngspice', () => {
  it('has all eight', () => expect(files).toHaveLength(8));

  it.each(files.flatMap((name) => [[name, 'single'] as const, [name, 'double'] as const]))(
    '%s is met within 1e-5 in %s precision',
    (name, precision) => {
      const golden = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as GoldenUpdate;
      const wanted = golden.finalStates.flat();
      for (const [cell, x] of solved(golden, precision).entries()) {
        expect(Math.abs(x - wanted[cell]!), `cell ${cell}`).toBeLessThan(1e-5);
      }
    },
  );
});
