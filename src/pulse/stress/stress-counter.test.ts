import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeVolts,
  columnDrive,
  FLOATING,
  noStress,
  planBlocks,
  planOfBlocks,
  rowDrive,
  seconds,
  SENSED,
  siemens,
  STRESS_FIELDS,
  volts,
  windowTicks,
  type CellStress,
  type DeviceProfile,
  type PulsePlan,
} from '../../core/index.js';
import { StressCounter } from './stress-counter.js';

const SHAPE = { rows: 3, columns: 4 };
const SCALE = { tickSeconds: seconds(1e-6), dacBits: 16, dacFullScaleVolts: volts(2) };
const range = { min: siemens(1e-3), max: siemens(3e-3) };
const PROFILE: DeviceProfile = {
  name: 'a device',
  positiveThreshold: volts(0.2),
  negativeThreshold: volts(-0.1),
  range,
  linearRange: range,
  initialRange: range,
  source: 'this test',
};
// toward 0, as thresholds are rounded: a row at rest is not beyond them
const code = (value: number): number => Math.trunc(value / codeVolts(1, SCALE));

function counted(plan: PulsePlan): CellStress {
  const stress = noStress(SHAPE);
  new StressCounter(SHAPE, SCALE, PROFILE).add(plan, stress);
  return stress;
}

/** Cell by cell, as the definitions read. */
function byDefinition(plan: PulsePlan): CellStress {
  const stress = noStress(SHAPE);
  for (let block = 0; block < planBlocks(plan); block += 1) {
    for (let cell = 0; cell < SHAPE.rows * SHAPE.columns; cell += 1) {
      const [row, column] = [Math.floor(cell / SHAPE.columns), cell % SHAPE.columns];
      const ticks = windowTicks(plan, block, column);
      const drive = rowDrive(plan, block, row);
      if (ticks === 0 || drive === FLOATING) continue;
      const sink = columnDrive(plan, block, column);
      const across = (drive === SENSED ? 0 : codeVolts(drive, SCALE)) - (sink === SENSED ? 0 : codeVolts(sink, SCALE));
      const long = ticks * 1e-6;
      stress.joules[cell]! += across ** 2 * 2e-3 * long;
      stress.highestVolts[cell] = Math.max(stress.highestVolts[cell]!, across);
      stress.lowestVolts[cell] = Math.min(stress.lowestVolts[cell]!, across);
      if (across <= 0.2 && across >= -0.1) continue;
      stress.pulses[cell]! += 1;
      stress.seconds[cell]! += long;
      stress.longestSeconds[cell] = Math.max(stress.longestSeconds[cell]!, long);
    }
  }
  return stress;
}

const drives = (length: number, values: readonly number[]) =>
  fc.array(fc.constantFrom(...values), { minLength: length, maxLength: length });
const volted = [0, 0.15, 0.2, 0.3, -0.05, -0.1, -0.3].map(code);
const anyBlock = fc.record({
  ticks: fc.constant(100),
  rows: drives(SHAPE.rows, [...volted, FLOATING, SENSED]),
  columns: drives(SHAPE.columns, [...volted, SENSED]),
  windows: fc.array(fc.constantFrom<[number, number]>([0, 0], [0, 10], [5, 100], [90, 91]), {
    minLength: SHAPE.columns,
    maxLength: SHAPE.columns,
  }),
});

describe('what a plan does to cells', () => {
  it('is a pulse beyond a threshold, and none at it', () => {
    const rows = [code(0.3), code(0.2), code(-0.3)];
    const windows = [
      [10, 60],
      [0, 0],
      [0, 0],
      [0, 0],
    ] as const;
    const stress = counted(planOfBlocks(0, SHAPE, [{ ticks: 100, rows, windows }]));
    expect([...stress.pulses]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
    expect(stress.seconds[0]).toBeCloseTo(50e-6, 12);
    expect(stress.lowestVolts[8]).toBeCloseTo(-0.3, 4);
    expect(stress.joules[0]).toBeCloseTo(0.09 * 2e-3 * 50e-6, 10);
  });

  it('counts what passes the forming voltage, of either sign', () => {
    const stress = noStress(SHAPE);
    const profile = { ...PROFILE, ratings: { formingVolts: volts(0.25), source: 'this test' } };
    const rows = [code(0.3), code(0.22), code(-0.3)];
    const windows = [[0, 60]] as const;
    new StressCounter(SHAPE, SCALE, profile).add(planOfBlocks(0, SHAPE, [{ ticks: 100, rows, windows }]), stress);
    expect([...stress.formings]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
  });

  it('is what the definitions say, for any plan', () => {
    fc.assert(
      fc.property(fc.array(anyBlock, { minLength: 1, maxLength: 6 }), (blocks) => {
        const plan = planOfBlocks(0, SHAPE, blocks);
        const [stress, wanted] = [counted(plan), byDefinition(plan)];
        for (const field of STRESS_FIELDS) {
          for (const [cell, value] of stress[field].entries()) expect(value).toBeCloseTo(wanted[field][cell]!, 12);
        }
      }),
      { seed: 4 },
    );
  });
});
