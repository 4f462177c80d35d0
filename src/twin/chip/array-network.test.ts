import { describe, expect, it } from 'vitest';
import { randomStream, type RandomStream, type Shape } from '../../core/index.js';
import { publishedDevice, yakopcic, type YakopcicParameters } from '../models/index.js';
import type { BlockDrive } from './block-drive.js';
import { cellParameters } from './cell-parameters.js';
import { ChipArray } from './chip-array.js';

// Kirchhoff at every node of a whole array and the generalised Yakopcic model once more, written without any of the code under
// test: a node between every memristor and its transistor too, one dense matrix, Newton with plain elimination, and
// small Runge-Kutta steps.

interface PlainArray extends Shape {
  readonly cells: readonly YakopcicParameters[];
  readonly onOhms: number;
  readonly offOhms: number;
  readonly reference: number;
  /** K of the square law, beyond 0.5 V. */
  readonly channel: number;
}

const GATE_THRESHOLD = 0.5;

/** What hangs on one node: a conductance to a voltage. */
type Tie = Readonly<{ node: number; siemens: number; volts: number }>;

/** A two-terminal part between nodes; -1 - r is the driven row r. */
interface Branch {
  readonly from: number;
  readonly to: number;
  readonly current: (volts: number) => readonly [amperes: number, slope: number];
}

interface Plain {
  readonly count: number;
  readonly ties: readonly Tie[];
  readonly branches: readonly Branch[];
  readonly driven: readonly number[];
}

/** Gauss with pivoting; equations of nodes that hang on nothing are left at 0. */
function eliminate(matrix: number[][], right: number[]): number[] {
  const size = right.length;
  for (let k = 0; k < size; k += 1) {
    let best = k;
    for (let i = k + 1; i < size; i += 1) if (Math.abs(matrix[i]![k]!) > Math.abs(matrix[best]![k]!)) best = i;
    [matrix[k], matrix[best]] = [matrix[best]!, matrix[k]!];
    [right[k], right[best]] = [right[best]!, right[k]!];
    const pivot = matrix[k]![k]!;
    for (let i = k + 1; i < size; i += 1) {
      const factor = matrix[i]![k]! / pivot;
      if (factor === 0) continue;
      for (let j = k; j < size; j += 1) matrix[i]![j]! -= factor * matrix[k]![j]!;
      right[i]! -= factor * right[k]!;
    }
  }
  const found = right.map(() => 0);
  for (let k = size - 1; k >= 0; k -= 1) {
    let sum = right[k]!;
    for (let j = k + 1; j < size; j += 1) sum -= matrix[k]![j]! * found[j]!;
    found[k] = sum / matrix[k]![k]!;
  }
  return found;
}

/** Residual of Kirchhoff at every node, and the matrix of its slopes. */
function kirchhoff(plain: Plain, nodes: readonly number[]): [number[], number[][]] {
  const at = (node: number): number => (node < 0 ? plain.driven[-1 - node]! : nodes[node]!);
  const into = nodes.map(() => 0);
  const matrix = nodes.map(() => nodes.map(() => 0));
  for (const { node, siemens, volts } of plain.ties) {
    into[node]! += siemens * (volts - nodes[node]!);
    matrix[node]![node]! += siemens;
  }
  for (const { from, to, current } of plain.branches) {
    const [amperes, slope] = current(at(from) - at(to));
    for (const [node, other, sign] of [
      [from, to, -1],
      [to, from, 1],
    ] as const) {
      if (node < 0) continue;
      into[node]! += sign * amperes;
      matrix[node]![node]! += slope;
      if (other >= 0) matrix[node]![other]! -= slope;
    }
  }
  return [into, matrix];
}

function solvePlain(plain: Plain): number[] {
  let nodes = Array.from({ length: plain.count }, () => 0);
  for (let iteration = 0; iteration < 60; iteration += 1) {
    const [into, matrix] = kirchhoff(plain, nodes);
    const step = eliminate(matrix, into);
    nodes = nodes.map((v, k) => v + step[k]!);
    if (Math.max(...step.map(Math.abs)) < 1e-14) return nodes;
  }
  return expect.fail('the plain solver does not converge');
}

const isClosed = (drive: BlockDrive, column: number, at: number): boolean =>
  drive.closeSeconds[column]! <= at && at < drive.openSeconds[column]!;

/** The circuit from time `at` on, until the next edge. Rows are nodes 0.., columns follow, then the cells' middles. */
function circuitAt(array: PlainArray, drive: BlockDrive, states: readonly number[], at: number): Plain {
  const { rows, columns, cells, onOhms, offOhms, reference, channel } = array;
  const ties: Tie[] = [];
  const branches: Branch[] = [];
  const isDriven = (row: number): boolean => drive.rowSensed[row] === 0 && !Number.isNaN(drive.rowVolts[row]);
  for (let row = 0; row < rows; row += 1) {
    if (drive.rowSensed[row] === 1) {
      ties.push({ node: row, siemens: 1 / onOhms, volts: 0 });
      ties.push({ node: row, siemens: reference, volts: drive.rowReferenceVolts });
    } else {
      // the node of a driven row is left over: the cells hang on the driver
      ties.push({ node: row, siemens: 1 / offOhms, volts: 0 });
    }
    for (let column = 0; column < columns; column += 1) {
      const cell = row * columns + column;
      const { a1, a2, b } = cells[cell]!;
      const from = isDriven(row) ? -1 - row : row;
      const bottom = rows + column;
      const middle = rows + columns + cell;
      const current = (v: number): [number, number] => {
        const a = (v >= 0 ? a1 : a2) * states[cell]!;
        return [a * Math.sinh(b * v), a * b * Math.cosh(b * v)];
      };
      if (!drive.gateVolts) {
        branches.push({ from, to: bottom, current });
        continue;
      }
      const overdrive = Math.max(0, drive.gateVolts[row]! - GATE_THRESHOLD);
      const squareLaw = (v: number): [number, number] => {
        if (Math.abs(v) >= overdrive) return [(Math.sign(v) * channel * overdrive ** 2) / 2, 0];
        return [channel * (overdrive * v - (v * Math.abs(v)) / 2), channel * (overdrive - Math.abs(v))];
      };
      branches.push({ from, to: middle, current }, { from: middle, to: bottom, current: squareLaw });
      if (overdrive === 0) ties.push({ node: middle, siemens: 1e-30, volts: 0 });
    }
  }
  for (let column = 0; column < columns; column += 1) {
    const ohms = isClosed(drive, column, at) ? onOhms : offOhms;
    ties.push({ node: rows + column, siemens: 1 / ohms, volts: drive.columnVolts[column]! });
    ties.push({ node: rows + column, siemens: reference, volts: drive.referenceVolts });
  }
  const count = rows + columns + (drive.gateVolts ? rows * columns : 0);
  return { count, ties, branches, driven: [...drive.rowVolts] };
}

function rate(cell: YakopcicParameters, x: number, v: number): number {
  const { Ap, An, Vp, Vn, xp, xn, alphaP, alphaN, eta } = cell;
  let g = 0;
  if (v > Vp) g = Ap * (Math.exp(v) - Math.exp(Vp));
  if (v < -Vn) g = -An * (Math.exp(-v) - Math.exp(Vn));
  let f = 1;
  if (eta * v > 0 && x >= xp) f = Math.exp(-alphaP * (x - xp)) * ((xp - x) / (1 - xp) + 1);
  if (eta * v < 0 && x <= 1 - xn) f = Math.exp(alphaN * (x + xn - 1)) * (x / (1 - xn));
  return eta * g * f;
}

/** dx/dt of every cell, and the power of all drivers. */
function slopes(array: PlainArray, drive: BlockDrive, states: readonly number[], at: number): [number[], number] {
  const plain = circuitAt(array, drive, states, at);
  const nodes = solvePlain(plain);
  const node = (k: number): number => (k < 0 ? plain.driven[-1 - k]! : nodes[k]!);
  const perCell = drive.gateVolts ? 2 : 1;
  let watts = 0;
  for (const { node: k, siemens, volts } of plain.ties) watts += volts * siemens * (volts - nodes[k]!);
  const rates = array.cells.map((cell, k) => {
    const { from, to, current } = plain.branches[k * perCell]!;
    const across = node(from) - node(to);
    if (from < 0) watts += node(from) * current(across)[0];
    return rate(cell, states[k]!, across);
  });
  return [rates, watts];
}

/** Final states and joules. */
function plainRun(array: PlainArray, drive: BlockDrive, start: readonly number[], seconds: number): [number[], number] {
  const open = [...drive.openSeconds.keys()].filter(
    (column) => drive.closeSeconds[column]! < drive.openSeconds[column]!,
  );
  const inner = open.flatMap((column) => [drive.closeSeconds[column]!, drive.openSeconds[column]!]);
  const edges = [0, ...inner.filter((time) => time > 0 && time < seconds).toSorted((a, b) => a - b), seconds];
  let states = [...start];
  let joules = 0;
  for (let edge = 1; edge < edges.length; edge += 1) {
    const from = edges[edge - 1]!;
    const steps = Math.ceil((STEPS * (edges[edge]! - from)) / seconds);
    const h = (edges[edge]! - from) / steps;
    const after = (by: number, rates: readonly number[]) =>
      states.map((x, k) => Math.min(1, Math.max(0, x + by * rates[k]!)));
    for (let step = 0; step < steps; step += 1) {
      const [k1, w1] = slopes(array, drive, states, from);
      const [k2, w2] = slopes(array, drive, after(h / 2, k1), from);
      const [k3, w3] = slopes(array, drive, after(h / 2, k2), from);
      const [k4, w4] = slopes(array, drive, after(h, k3), from);
      const sum = k1.map((k, cell) => k + 2 * k2[cell]! + 2 * k3[cell]! + k4[cell]!);
      states = after(h / 6, sum);
      joules += (h / 6) * (w1 + 2 * w2 + 2 * w3 + w4);
    }
  }
  return [states, joules];
}

const STEPS = 250;
const BLOCK = 3e-4;

const pick = <T>(stream: RandomStream, choices: readonly T[]): T =>
  choices[Math.floor(choices.length * stream.uniform())]!;

const varied = (Object.keys(yakopcic.parameters) as (keyof YakopcicParameters)[]).filter((name) => name !== 'eta');

function randomCell(nominal: YakopcicParameters, stream: RandomStream): YakopcicParameters {
  const moved = varied.map((name) => [name, nominal[name] * (0.8 + 0.4 * stream.uniform())] as const);
  return { ...nominal, ...Object.fromEntries(moved) };
}

/** Any mixture of driven, floating and sensed rows, driven and sensed columns, and windows anywhere. */
function randomCase(seed: number, gated: boolean) {
  const stream = randomStream(seed, 'test/array-network');
  const rows = 1 + Math.floor(4 * stream.uniform());
  const columns = 1 + Math.floor(4 * stream.uniform());
  const device = seed % 2 === 0 ? 'silver-chalcogenide' : 'anodic-titania';
  const published = publishedDevice(device)!.parameters as YakopcicParameters;
  const nominal = { ...published, eta: seed % 5 === 4 ? (-1 as const) : (1 as const) };
  const differ = seed % 3 !== 0;
  const cells = Array.from({ length: rows * columns }, () => (differ ? randomCell(nominal, stream) : nominal));
  const start = cells.map(() => stream.uniform());
  const reach = device === 'silver-chalcogenide' ? 0.4 : 1.6;
  const onOhms = 10 ** (-3 + 3.7 * stream.uniform());
  const reference = pick(stream, [0.00478, 0.038, 0]);
  const kinds = Array.from({ length: rows }, () => pick(stream, ['driven', 'driven', 'floating', 'sensed']));
  const times = Array.from({ length: columns }, () => [BLOCK * stream.uniform(), BLOCK * stream.uniform()] as const);
  const volts = (): number => reach * (2 * stream.uniform() - 1);
  const drive: BlockDrive = {
    rowVolts: Float64Array.from(kinds, (kind) => (kind === 'driven' ? volts() : kind === 'sensed' ? 0 : NaN)),
    rowSensed: Uint8Array.from(kinds, (kind) => (kind === 'sensed' ? 1 : 0)),
    columnVolts: Float64Array.from(times, () => (stream.uniform() < 0.5 ? 0 : volts())),
    // a quarter of the windows never opens, another quarter is all of the block
    closeSeconds: Float64Array.from(times, ([a, b], k) => (k % 4 === 3 ? 0 : Math.min(a, b))),
    openSeconds: Float64Array.from(times, ([a, b], k) =>
      k % 4 === 3 ? BLOCK : stream.uniform() < 0.25 ? 0 : Math.max(a, b),
    ),
    gateVolts: gated ? Float64Array.from(kinds, () => pick(stream, [0, 0.7, 1, 3])) : undefined,
    referenceVolts: pick(stream, [0, 0, 0.2]),
    rowReferenceVolts: pick(stream, [0, 0, -0.3]),
    sampleSeconds: BLOCK * stream.uniform(),
  };
  const plain: PlainArray = {
    rows,
    columns,
    cells,
    onOhms,
    offOhms: pick(stream, [1e9, 1e5]),
    reference,
    channel: 0.02,
  };
  const drawn = new Map(varied.map((name) => [name, Float64Array.from(cells, (cell) => cell[name])]));
  const array = new ChipArray({
    shape: { rows, columns },
    cells: cellParameters({ model: yakopcic, parameters: nominal }, differ ? drawn : undefined),
    states: Float64Array.from(start),
    switchOnOhms: onOhms,
    switchOffOhms: plain.offOhms,
    referenceSiemens: reference,
    transistor: gated ? { thresholdVolts: GATE_THRESHOLD, siemensPerVolt: plain.channel } : undefined,
  });
  const out = { rowAmperes: new Float64Array(rows), columnAmperes: new Float64Array(columns) };
  return { plain, array, drive, start, out };
}

const cases = [
  ...Array.from({ length: 36 }, (_, seed) => ({ seed, gated: false, name: 'without gates' })),
  ...Array.from({ length: 12 }, (_, seed) => ({ seed: 100 + seed, gated: true, name: 'with gates' })),
];

describe('a dense solver and small steps', () => {
  it.each(cases)('agree on where random array $seed $name ends', ({ seed, gated }) => {
    const { plain, array, drive, start, out } = randomCase(seed, gated);
    const joules = array.applyBlock(drive, BLOCK, out);
    const [wanted, energy] = plainRun(plain, drive, start, BLOCK);
    for (const [cell, x] of wanted.entries())
      expect(Math.abs(array.states[cell]! - x), `cell ${cell}`).toBeLessThan(1e-6);
    expect(Math.abs(joules - energy)).toBeLessThanOrEqual(1e-6 * Math.abs(energy) + 1e-15);
  });

  it.each(cases)('agree on the sample of random array $seed $name', ({ seed, gated }) => {
    const { plain, array, drive, out } = randomCase(seed, gated);
    array.applyBlock(drive, drive.sampleSeconds, out);
    const circuit = circuitAt(plain, drive, [...array.states], drive.sampleSeconds * (1 - 1e-9));
    const nodes = solvePlain(circuit);
    const scale = Math.max(...out.rowAmperes.map(Math.abs), ...out.columnAmperes.map(Math.abs));
    for (let row = 0; row < plain.rows; row += 1) {
      const amperes = drive.rowSensed[row] === 1 ? nodes[row]! / plain.onOhms : 0;
      expect(Math.abs(out.rowAmperes[row]! - amperes)).toBeLessThanOrEqual(1e-9 * scale);
    }
    for (let column = 0; column < plain.columns; column += 1) {
      const across = nodes[plain.rows + column]! - drive.columnVolts[column]!;
      const amperes = isClosed(drive, column, drive.sampleSeconds * (1 - 1e-9)) ? across / plain.onOhms : 0;
      expect(Math.abs(out.columnAmperes[column]! - amperes)).toBeLessThanOrEqual(1e-9 * scale);
    }
  });
});
