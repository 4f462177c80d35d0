import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amperes,
  codeVolts,
  columnDrive,
  FLOATING,
  nearestCode,
  ohms,
  planOfBlocks,
  rowDrive,
  seconds,
  SENSED,
  siemens,
  volts,
  type AnalogPath,
  type PulsePlan,
} from '../../core/index.js';
import { blockBounds } from './block-bounds.js';
import { CellBounds } from './cell-bounds.js';

const scale = {
  tickSeconds: seconds(1e-6),
  dacBits: 16,
  dacFullScaleVolts: volts(2),
  referenceSiemens: siemens(5e-3),
};
const range = { min: siemens(1e-3), max: siemens(10e-3) };
const code = (value: number): number => nearestCode(value, scale);

/** x of A x = b by elimination with pivots; A and b are used up. */
function solve(matrix: number[][], right: number[]): number[] {
  const n = right.length;
  for (let k = 0; k < n; k += 1) {
    let pivot = k;
    for (let i = k + 1; i < n; i += 1) if (Math.abs(matrix[i]![k]!) > Math.abs(matrix[pivot]![k]!)) pivot = i;
    [matrix[k], matrix[pivot]] = [matrix[pivot]!, matrix[k]!];
    [right[k], right[pivot]] = [right[pivot]!, right[k]!];
    for (let i = k + 1; i < n; i += 1) {
      const factor = matrix[i]![k]! / matrix[k]![k]!;
      for (let j = k; j < n; j += 1) matrix[i]![j]! -= factor * matrix[k]![j]!;
      right[i]! -= factor * right[k]!;
    }
  }
  for (let k = n - 1; k >= 0; k -= 1) {
    for (let j = k + 1; j < n; j += 1) right[k]! -= matrix[k]![j]! * right[j]!;
    right[k]! /= matrix[k]![k]!;
  }
  return right;
}

interface Node {
  readonly row: number;
  readonly column: number;
  readonly rowVolts: number;
  readonly columnVolts: number;
  readonly isClosed: boolean;
}

/**
 * The voltage at both ends of every cell of a whole network with every wire segment in it: two nodes a cell, solved at
 * once. Independent of the bounds: no sweeps, no ranges, no lumping.
 */
function networkOf(
  plan: PulsePlan,
  cells: Float64Array,
  closed: (column: number) => boolean,
  analog: AnalogPath,
): Node[] {
  const { rows, columns } = plan.shape;
  const size = 2 * rows * columns;
  const matrix = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  const right = Array.from({ length: size }, () => 0);
  const rowNode = (row: number, column: number): number => row * columns + column;
  const columnNode = (row: number, column: number): number => rows * columns + row * columns + column;
  const join = (a: number, b: number, g: number): void => {
    matrix[a]![a]! += g;
    matrix[b]![b]! += g;
    matrix[a]![b]! -= g;
    matrix[b]![a]! -= g;
  };
  const tie = (a: number, v: number, g: number): void => {
    matrix[a]![a]! += g;
    right[a]! += g * v;
  };
  const wire = 1 / Math.max(analog.segmentOhms, 1e-7);
  for (let row = 0; row < rows; row += 1) {
    const drive = rowDrive(plan, 0, row);
    for (let column = 0; column < columns; column += 1) {
      join(rowNode(row, column), columnNode(row, column), cells[row * columns + column]!);
      if (column > 0) join(rowNode(row, column - 1), rowNode(row, column), wire);
      if (row > 0) join(columnNode(row - 1, column), columnNode(row, column), wire);
    }
    const first = rowNode(row, 0);
    if (drive === SENSED) {
      tie(first, 0, 1 / analog.switchOnOhms + scale.referenceSiemens);
    } else if (drive !== FLOATING) tie(first, codeVolts(drive, scale), 1 / Math.max(analog.driverOhms, 1e-6));
  }
  for (let column = 0; column < columns; column += 1) {
    const drive = columnDrive(plan, 0, column);
    const first = columnNode(0, column);
    tie(first, 0, scale.referenceSiemens);
    if (closed(column)) tie(first, drive === SENSED ? 0 : codeVolts(drive, scale), 1 / analog.switchOnOhms);
  }
  const solution = solve(matrix, right);
  return Array.from({ length: rows * columns }, (_, cell) => {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    return {
      row,
      column,
      rowVolts: solution[rowNode(row, column)]!,
      columnVolts: solution[columnNode(row, column)]!,
      isClosed: closed(column),
    };
  });
}

const drives = fc.oneof(
  { weight: 5, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }).map(code) },
  { weight: 1, arbitrary: fc.constant(FLOATING) },
  { weight: 1, arbitrary: fc.constant(SENSED) },
);
const columnDrives = fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }).map(code), fc.constant(SENSED));
const window = fc.constantFrom([0, 100], [10, 40], [10, 90], [0, 0]) as fc.Arbitrary<readonly [number, number]>;
const resistance = (from: number, to: number) => fc.double({ min: Math.log(from), max: Math.log(to), noNaN: true });

const arrays = fc.record({
  drives: fc.array(drives, { minLength: 1, maxLength: 4 }),
  columns: fc.array(fc.tuple(columnDrives, window), { minLength: 1, maxLength: 3 }),
  logSwitch: resistance(1e-3, 20),
  driverOhms: fc.constantFrom(0, 0, 0.5, 5),
  segmentOhms: fc.constantFrom(0, 0, 0.1, 2),
  shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }),
});
interface Drawn {
  readonly drives: readonly number[];
  readonly columns: readonly (readonly [drive: number, edges: readonly [number, number]])[];
  readonly logSwitch: number;
  readonly driverOhms: number;
  readonly segmentOhms: number;
  readonly shares: readonly number[];
}

function setUp({ drives: rows, columns, logSwitch, driverOhms, segmentOhms, shares }: Drawn) {
  const shape = { rows: rows.length, columns: columns.length };
  const plan = planOfBlocks(0, shape, [
    { ticks: 100, rows, columns: columns.map(([drive]) => drive), windows: columns.map(([, edges]) => edges) },
  ]);
  const analog: AnalogPath = {
    switchOnOhms: ohms(Math.exp(logSwitch)),
    driverOhms: ohms(driverOhms),
    segmentOhms: ohms(segmentOhms),
    senseFullScaleAmperes: amperes(1),
  };
  // corners of the range as often as its inside
  const cells = Float64Array.from({ length: shape.rows * shape.columns }, (_, cell) => {
    const share = Math.min(1, Math.max(0, 2 * shares[cell]! - 0.5));
    return range.min + share * (range.max - range.min);
  });
  return { plan, analog, cells };
}

/** Every set of switches that is closed at some time of the block. */
const momentsOf = (columns: Drawn['columns']) =>
  [0, 10, 40, 90].map((tick) => (column: number) => {
    const [from, until] = columns[column]![1];
    return from <= tick && tick < until;
  });

describe('the bounds of a block', () => {
  it.each([
    ['over a range', false],
    ['of known cells', true],
  ])('hold for the whole network solved at once, %s', (_, areKnown) => {
    fc.assert(
      fc.property(arrays, (drawn) => {
        const { plan, analog, cells } = setUp(drawn);
        const phases = blockBounds(plan, 0, { scale, analog }, new CellBounds(plan.shape, areKnown ? cells : range));
        for (const closed of momentsOf(drawn.columns)) {
          for (const node of networkOf(plan, cells, closed, analog)) {
            const inside = phases.some((phase) =>
              phase.states.some(
                (state) =>
                  state.isClosed === node.isClosed &&
                  state.columns.includes(node.column) &&
                  node.columnVolts >= state.lowVolts - 1e-5 &&
                  node.columnVolts <= state.highVolts + 1e-5 &&
                  node.rowVolts >= phase.rowLowVolts[node.row]! - 1e-5 &&
                  node.rowVolts <= phase.rowHighVolts[node.row]! + 1e-5,
              ),
            );
            expect(inside, `W${node.row}B${node.column} ${node.rowVolts} ${node.columnVolts}`).toBe(true);
          }
        }
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it('meet where cells are known and nothing but switches resists', () => {
    fc.assert(
      fc.property(arrays, (drawn) => {
        const firm = {
          ...drawn,
          driverOhms: 0,
          segmentOhms: 0,
          drives: drawn.drives.map((one) => Math.max(one, -4000)),
        };
        const { plan, analog, cells } = setUp(firm);
        const [phase, ...more] = blockBounds(plan, 0, { scale, analog }, new CellBounds(plan.shape, cells));
        expect(more).toEqual([]);
        for (const state of phase!.states) {
          const node = networkOf(plan, cells, () => state.isClosed, analog).find(
            ({ column }) => column === state.columns[0],
          );
          expect(state.lowVolts).toBeCloseTo(state.highVolts, 12);
          expect(state.highVolts).toBeCloseTo(node!.columnVolts, 5);
        }
      }),
      { seed: 43 },
    );
  });

  it('is the paper’s column node: sum v_i G_i over G_s + G + sum G_i', () => {
    const plan = planOfBlocks(0, { rows: 2, columns: 1 }, [
      { ticks: 100, rows: [code(0.5), code(0.25)], windows: [[0, 50]] },
    ]);
    const analog = { switchOnOhms: 2, driverOhms: 0, segmentOhms: 0, senseFullScaleAmperes: 1 } as AnalogPath;
    const cells = new CellBounds(plan.shape, Float64Array.of(4e-3, 8e-3));
    const [phase] = blockBounds(plan, 0, { scale, analog }, cells);
    const [closed, open] = phase!.states;
    expect(closed!.highVolts).toBeCloseTo((0.5 * 4e-3 + 0.25 * 8e-3) / (0.5 + 5e-3 + 12e-3), 12);
    expect(open!.lowVolts).toBeCloseTo((0.5 * 4e-3 + 0.25 * 8e-3) / (5e-3 + 12e-3), 12);
  });

  it('a transistor that is off takes its row out of the array', () => {
    const rows = [code(1), code(-1)];
    const plan = planOfBlocks(0, { rows: 2, columns: 1 }, [{ ticks: 9, rows, gates: [0, 0] }], true);
    const analog = { switchOnOhms: 1, driverOhms: 0, segmentOhms: 0, senseFullScaleAmperes: 1 } as AnalogPath;
    const [phase] = blockBounds(plan, 0, { scale, analog }, new CellBounds(plan.shape, range));
    expect([...phase!.rowConducts]).toEqual([0, 0]);
    expect(phase!.states[0]!.lowVolts).toBeCloseTo(0, 15);
    expect(phase!.states[0]!.highVolts).toBeCloseTo(0, 15);
  });
});
