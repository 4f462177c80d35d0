import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { seconds, siemens, type Shape } from '../../src/core/index.js';
import { deviceProfile, planUpdate, safeReadVolts } from '../../src/pulse/index.js';
import { buildChip, parseChipFile, type ChipDescription } from '../../src/twin/index.js';
import { readConductances } from '../../src/verify/index.js';
import { openTwinUnderTest } from '../mocks/open-twin.js';
import { quarterwave } from './run-quarterwave.js';

// The chips of P1's tables VIII and IX and of its figure 11, as `read` sees them.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const fileOf = (name: string): string => readFileSync(`${ROOT}/chips/${name}.yaml`, 'utf8');
const profile = deviceProfile('silver-chalcogenide');
/** A code of the ADC, and the last digits of a read through 1 mOhm. */
const READ_ERROR = 3e-5;

const SHAPE: Shape = { rows: 20, columns: 25 };
const CELLS = 500;

/** Conductance of every cell of an array of that chip, through a board. */
async function conductancesOf(chip: ChipDescription): Promise<Float64Array> {
  const { board } = await openTwinUnderTest({ chip, arrays: [SHAPE], seed: 1 });
  try {
    return await readConductances(board.crossbars[0]!, safeReadVolts(profile, board.limits));
  } finally {
    await board.close();
  }
}

const chipOf = (text: string): ChipDescription => parseChipFile(text, 'chip.yaml');
const plain = await conductancesOf(chipOf('device: silver-chalcogenide'));

const ratiosOf = (found: Float64Array): Float64Array => found.map((value, cell) => value / plain[cell]!);
const differing = (ratios: Float64Array): Float64Array =>
  ratios.filter((ratio) => Math.abs(ratio - 1) > READ_ERROR * 100);

describe("P1's table VII in a chip file", () => {
  it.each([
    ['p1-table-vii-increased', 10, 1.21],
    ['p1-table-vii-increased', 20, 1.21],
    ['p1-table-vii-increased', 30, 1.21],
    ['p1-table-vii-decreased', 10, 0.81],
    ['p1-table-vii-decreased', 30, 0.81],
  ])('%s, %d %% of the cells', async (name, percent, factor) => {
    const text = fileOf('p1-table-vii').replace(
      /name: [\w-]+, fraction: 10 %/u,
      `name: ${name}, fraction: ${percent} %`,
    );
    const varied = differing(ratiosOf(await conductancesOf(chipOf(text))));
    expect(varied).toHaveLength((percent / 100) * CELLS);
    for (const ratio of varied) expect(Math.abs(ratio / factor - 1)).toBeLessThan(2e-3);
  });
});

describe("P1's stuck cells in a chip file", () => {
  it.each([1, 5, 10, 20])('%d %% of the cells, anywhere in the range', async (percent) => {
    const chip = chipOf(fileOf('p1-stuck').replace('fraction: 20 %', `fraction: ${percent} %`));
    const found = await conductancesOf(chip);
    // a stuck cell may stand where a fresh one would
    expect(Math.abs(differing(ratiosOf(found)).length - (percent / 100) * CELLS)).toBeLessThanOrEqual(1);
    const stuck = found.filter((value, cell) => Math.abs(value / plain[cell]! - 1) > READ_ERROR * 100);
    expect(stuck.every((value) => value > 0.25e-3 && value < 8.6e-3)).toBe(true);
    expect(stuck.some((value) => value < 4.4e-3 || value > 5e-3)).toBe(true);
  });
});

describe("P1's sneak path, figure 11", () => {
  const chip = chipOf(fileOf('p1-sneak-path'));
  const [first, second] = [0.9, 0.2];
  const scale = {
    voltsPerInput: 0.1,
    secondsPerErrorUp: 200e-6,
    secondsPerErrorDown: 200e-6,
    quarterSeconds: seconds(250e-6),
    positiveThreshold: profile.positiveThreshold,
    negativeThreshold: profile.negativeThreshold,
  };

  // v1' = v1 + v_th and v2' = v2 + v_th
  const rowVolts = Float64Array.of(first, second).map((x) => 0.1 * x + profile.positiveThreshold);
  const drive = {
    rowVolts,
    rowSensed: new Uint8Array(2),
    columnVolts: new Float64Array(2),
    closeSeconds: new Float64Array(2),
    openSeconds: Float64Array.of(250e-6, 0),
    gateVolts: undefined,
    referenceVolts: 0,
    rowReferenceVolts: 0,
    sampleSeconds: 0,
  };

  /** What the two cells of the column that is off see. */
  function undesiredVolts(referenceSiemens: number): { seen: number[]; expected: number[] } {
    const array = buildChip({ ...chip, referenceSiemens: siemens(referenceSiemens) }, [{ rows: 2, columns: 2 }], 1)
      .arrays[0]!;
    const seen: number[] = [];
    const marks = [0, 1].map(
      (row) =>
        (_seconds: number, volts: number): void =>
          void (seen[row] = volts),
    );
    array.traceBlock(
      drive,
      1e-6,
      [0, 1].map((row) => ({ row, column: 1 })),
      marks,
    );
    const [, upper = 0, , lower = 0] = array.conductances();
    const node = (rowVolts[0]! * upper + rowVolts[1]! * lower) / (upper + lower + referenceSiemens);
    return { seen, expected: [...rowVolts].map((volts) => volts - node) };
  }

  it('shares |v1 - v2| among the cells of the column that is off', () => {
    // figure 11 draws no reference conductance
    const { seen, expected } = undesiredVolts(1e-12);
    expect(Math.abs(seen[0]!) + Math.abs(seen[1]!)).toBeCloseTo(Math.abs(rowVolts[0]! - rowVolts[1]!), 12);
    for (const [row, volts] of seen.entries()) expect(volts).toBeCloseTo(expected[row]!, 5);
    // with one, the column is nearer to 0 V, and all is below the threshold still
    const held = undesiredVolts(chip.referenceSiemens);
    for (const [row, volts] of held.seen.entries()) {
      expect(volts).toBeCloseTo(held.expected[row]!, 5);
      expect(Math.abs(volts)).toBeLessThan(profile.positiveThreshold);
    }
  });

  it('moves none of them', async () => {
    const { board, twin } = await openTwinUnderTest({ chip, arrays: [{ rows: 2, columns: 2 }] });
    const crossbar = board.crossbars[0]!;
    const before = twin.chip.arrays[0]!.states.slice();
    const { plan } = planUpdate(Float64Array.of(first, second), Float64Array.of(-0.8, 0), scale, crossbar, profile);
    await crossbar.run(plan, { serial: board.takeSerial() });
    const moved = twin.chip.arrays[0]!.states.map((x, cell) => Math.abs(x - before[cell]!));
    expect([moved[1], moved[3]]).toEqual([0, 0]);
    expect(Math.min(moved[0]!, moved[2]!)).toBeGreaterThan(1e-4);
    await board.close();
  });

  it('is what quarterwave read shows', async () => {
    const { code, stdout } = await quarterwave(
      ['read', '--board', `twin:${ROOT}/chips/p1-sneak-path.yaml`, '--json'],
      ROOT,
    );
    expect(code).toBe(0);
    const { arrays } = JSON.parse(stdout) as { arrays: readonly { rows: number; siemens: readonly number[] }[] };
    expect(arrays).toMatchObject([{ rows: 2, columns: 2 }]);
    expect(arrays[0]!.siemens.every((value) => value > 4.68e-3 && value < 4.72e-3)).toBe(true);
  });
});
