import { describe, expect, it } from 'vitest';
import { updateDrive } from '../chip/block-drive.js';
import type { ChipArray, ChipDescription } from '../chip/index.js';
import { ohms } from '../../core/index.js';
import { made, meanSlack, moments } from './large-array.js';

const READ = 1e-5;
const BOLTZMANN = 1.380649e-23;
const thermalNoise = { kelvin: 300, bandwidthHertz: 1e6 };

const forward = (array: ChipArray, volts: Float64Array): Float64Array => {
  const out = new Float64Array(array.shape.columns);
  array.readForward(volts, READ, out);
  return out;
};

const backward = (array: ChipArray, volts: Float64Array): Float64Array => {
  const out = new Float64Array(array.shape.rows);
  array.readBackward(volts, READ, out);
  return out;
};

describe('thermal noise', () => {
  it('has the variance 4 k T G B of each line, whatever its current', () => {
    const shape = { rows: 3, columns: 200 };
    const [quiet, noisy] = [made({}, 1, shape), made({ thermalNoise }, 1, shape)];
    const siemens = quiet.conductances();
    const lineOf = (keep: (row: number, column: number) => boolean): number =>
      siemens.reduce(
        (sum, g, cell) => sum + (keep(Math.floor(cell / 200), cell % 200) ? g : 0),
        quiet.referenceSiemens,
      );
    const sigma = (line: number): number => Math.sqrt(4 * BOLTZMANN * 300 * 1e6 * line);
    const columnSigmas = Array.from({ length: 200 }, (_, column) => sigma(lineOf((_row, c) => c === column)));
    const rowSigmas = [0, 1, 2].map((row) => sigma(lineOf((r) => r === row)));
    const errors: number[] = [];
    for (let read = 0; read < 60; read += 1) {
      const volts = Float64Array.of(0.1 * (read % 2), 0, -0.02);
      const wanted = forward(quiet, volts);
      for (const [column, amperes] of forward(noisy, volts).entries()) {
        errors.push((amperes - wanted[column]!) / columnSigmas[column]!);
      }
    }
    expect(errors).toHaveLength(12000);
    const { mean, deviation } = moments(errors);
    expect(Math.abs(mean)).toBeLessThan(meanSlack(1, errors.length));
    expect(Math.abs(deviation - 1)).toBeLessThan(0.04);
    const rows: number[] = [];
    for (let read = 0; read < 300; read += 1) {
      const volts = new Float64Array(200).fill(0.001 * (read % 3));
      const wanted = backward(quiet, volts);
      for (const [row, amperes] of backward(noisy, volts).entries()) {
        rows.push((amperes - wanted[row]!) / rowSigmas[row]!);
      }
    }
    expect(Math.abs(moments(rows).deviation - 1)).toBeLessThan(0.12);
  });

  it('of a sample comes from the cells whose lines are held', () => {
    const shape = { rows: 2, columns: 2 };
    const changes = { thermalNoise: { kelvin: 300, bandwidthHertz: 1e6 }, switchOffOhms: ohms(1e15) };
    const errors: number[] = [];
    let other = 0;
    const [quiet, noisy] = [made({ ...changes, thermalNoise: undefined }, 1, shape), made(changes, 1, shape)];
    const drive = { ...updateDrive(Float64Array.of(0.1, NaN), Float64Array.of(READ, 0)), sampleSeconds: READ };
    const out = () => ({ rowAmperes: new Float64Array(2), columnAmperes: new Float64Array(2) });
    const wanted = out();
    quiet.applyBlock(drive, READ, wanted);
    for (let read = 0; read < 10000; read += 1) {
      const got = out();
      noisy.applyBlock(drive, READ, got);
      errors.push(got.columnAmperes[0]! - wanted.columnAmperes[0]!);
      other += got.columnAmperes[1]!;
    }
    expect(other).toBe(0);
    const variance = 4 * BOLTZMANN * 300 * 1e6 * (quiet.conductances()[0]! + quiet.referenceSiemens);
    expect(Math.abs(moments(errors).deviation / Math.sqrt(variance) - 1)).toBeLessThan(0.04);
  });
});

describe('random telegraph noise', () => {
  const shape = { rows: 1, columns: 400 };
  const [upSeconds, downSeconds, relative] = [3e-3, 1e-3, 0.2];
  const telegraphNoise = { fraction: 1, relative, upSeconds, downSeconds };
  const changes = { telegraphNoise, switchOnOhms: ohms(0) } satisfies Partial<ChipDescription>;
  const volts = Float64Array.of(0.1);
  const quiet = forward(made({ switchOnOhms: ohms(0) }, 1, shape), volts);
  /** Without the reference: what the cells alone carry. */
  const cells = quiet.map((amperes) => amperes + 0.1 * 4.78e-3);

  /** 1 where a column's cell conducts all. */
  const trapsOf = (array: ChipArray): Uint8Array => {
    const parts = forward(array, volts).map((amperes, column) => (amperes + 0.1 * 4.78e-3) / cells[column]!);
    const odd = parts.filter((part) => Math.min(Math.abs(part - 1), Math.abs(part - (1 - relative))) > 1e-9);
    expect(odd).toHaveLength(0);
    return Uint8Array.from(parts, (part) => (part > 1 - relative / 2 ? 1 : 0));
  };

  it('dwells as long as it is told, and forgets where it was as a Markov process does', () => {
    const array = made(changes, 1, shape);
    const idle = 0.4e-3;
    let last = trapsOf(array);
    const seen = { up: 0, all: 0, stayedUp: 0, wasUp: 0, stayedDown: 0, wasDown: 0 };
    for (let read = 0; read < 100; read += 1) {
      array.passTime(idle - READ);
      const now = trapsOf(array);
      for (const [column, isUp] of now.entries()) {
        seen.all += 1;
        seen.up += isUp;
        if (last[column] === 1) {
          seen.wasUp += 1;
          seen.stayedUp += isUp;
        } else {
          seen.wasDown += 1;
          seen.stayedDown += 1 - isUp;
        }
      }
      last = now;
    }
    const p = upSeconds / (upSeconds + downSeconds);
    const kept = Math.exp(-idle * (1 / upSeconds + 1 / downSeconds));
    const near = (count: number, of: number, wanted: number, effective = of): void => {
      const slack = meanSlack(Math.sqrt(wanted * (1 - wanted)), effective);
      expect(Math.abs(count / of - wanted)).toBeLessThan(slack);
    };
    expect(seen.all).toBe(40000);
    near(seen.up, seen.all, p, (seen.all * (1 - kept)) / (1 + kept));
    near(seen.stayedUp, seen.wasUp, p + (1 - p) * kept);
    near(seen.stayedDown, seen.wasDown, 1 - p + p * kept);
  });

  it('takes the time in any pieces', () => {
    const [once, often] = [made(changes, 1, shape), made(changes, 1, shape)];
    once.passTime(1e-3);
    for (let k = 0; k < 8; k += 1) often.passTime(1.25e-4);
    expect(trapsOf(once)).toEqual(trapsOf(often));
  });

  it('starts in balance, on as many cells as the fraction says', () => {
    const large = { rows: 1, columns: 4000 };
    const some = {
      ...changes,
      telegraphNoise: { ...telegraphNoise, fraction: 0.25, upSeconds: 1e9, downSeconds: 1e9 },
    };
    let down = 0;
    for (let seed = 0; seed < 10; seed += 1) {
      const wanted = forward(made({ switchOnOhms: ohms(0) }, seed, large), volts);
      const got = forward(made(some, seed, large), volts);
      down += got.filter((amperes, column) => amperes !== wanted[column]).length;
    }
    expect(Math.abs(down / 10000 - 0.5)).toBeLessThan(meanSlack(0.5, 10000));
    const seldom = {
      ...changes,
      telegraphNoise: { ...telegraphNoise, fraction: 0.25, upSeconds: 1e-9, downSeconds: 1e9 },
    };
    const wanted = forward(made({ switchOnOhms: ohms(0) }, 1, large), volts);
    expect(forward(made(seldom, 1, large), volts).filter((a, column) => a !== wanted[column])).toHaveLength(1000);
  });

  it.each([
    ['forward', (array: ChipArray) => forward(array, Float64Array.of(0.1, -0.05))],
    ['backward', (array: ChipArray) => backward(array, Float64Array.of(0.1, 0.02, -0.05))],
    [
      'in a sample of both sides',
      (array: ChipArray) => {
        const drive = {
          ...updateDrive(Float64Array.of(0.1, 0), new Float64Array(3).fill(READ)),
          rowSensed: Uint8Array.of(0, 1),
          columnVolts: Float64Array.of(0, 0.04, 0),
          sampleSeconds: READ,
        };
        const out = { rowAmperes: new Float64Array(2), columnAmperes: new Float64Array(3) };
        array.applyBlock(drive, READ, out);
        return [...out.rowAmperes, ...out.columnAmperes];
      },
    ],
    [
      'behind transistors',
      (array: ChipArray) => {
        const drive = {
          ...updateDrive(Float64Array.of(0.1, NaN), new Float64Array(3).fill(READ)),
          gateVolts: Float64Array.of(1, 2),
          sampleSeconds: READ,
        };
        const out = { rowAmperes: new Float64Array(2), columnAmperes: new Float64Array(3) };
        array.applyBlock(drive, READ, out);
        return out.columnAmperes;
      },
    ],
  ])('is the current of cells that conduct less, to first order: %s', (name, read) => {
    const small = { rows: 2, columns: 3 };
    const transistor = name === 'behind transistors' ? { thresholdVolts: 0.5, siemensPerVolt: 0.02 } : undefined;
    const base = { switchOnOhms: ohms(0), switchOffOhms: ohms(1e12), transistor };
    const little = 1e-5;
    const allDown = { fraction: 1, relative: little, upSeconds: 1e-12, downSeconds: 1e12 };
    const weaker = made(base, 1, small);
    const plain = read(made(base, 1, small));
    weaker.loadStates(weaker.states.map((x) => x * (1 - little)));
    const wanted = read(weaker);
    const got = read(made({ ...base, telegraphNoise: allDown }, 1, small));
    for (const [line, amperes] of [...wanted].entries()) {
      const change = amperes - plain[line]!;
      expect(Math.abs(got[line]! - plain[line]! - change)).toBeLessThanOrEqual(1e-4 * Math.abs(change) + 1e-15);
    }
  });
});
