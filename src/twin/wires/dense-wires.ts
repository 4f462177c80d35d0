// The same circuit node by node, for tests: every branch a conductance, elimination of all nodes, shorts by merging nodes.
import type { Shape } from '../../core/index.js';
import type { LineSide } from './line-side.js';
import type { SideName, WireSettings, WireSolver } from './wire-solver.js';

export interface DenseEnd {
  readonly volts: number;
  readonly ohms: number;
  readonly referenceSiemens: number;
  readonly referenceVolts: number;
}
export type DenseEnds = Readonly<Record<SideName, readonly DenseEnd[]>>;

interface Branch {
  readonly from: number;
  readonly to: number;
  readonly siemens: number;
  /** Beside it, from `from` to `to`. */
  readonly amperes: number;
}

export interface DenseSolution {
  readonly rowVolts: number[];
  readonly columnVolts: number[];
  readonly cellVolts: number[];
  readonly amperes: Readonly<Record<SideName, number[]>>;
  readonly watts: number;
}

export function connectEnds(solver: WireSolver, ends: DenseEnds): void {
  const connect = (side: LineSide, of: readonly DenseEnd[]): void => {
    for (const [line, end] of of.entries()) {
      side.connect(line, end.volts, end.ohms, end.referenceSiemens, end.referenceVolts);
    }
  };
  connect(solver.left, ends.left);
  connect(solver.right, ends.right);
  connect(solver.top, ends.top);
  connect(solver.bottom, ends.bottom);
}

/** @param offset amperes of a source beside each cell */
export function solveDense(
  { shape, rowSegmentOhms, columnSegmentOhms }: WireSettings,
  ends: DenseEnds,
  cells: ArrayLike<number>,
  offset?: ArrayLike<number>,
): DenseSolution {
  const { rows, columns } = shape;
  const nodes = new Nodes(2 * rows * columns + 2 * (rows + columns));
  const row = (i: number, j: number): number => i * columns + j;
  const column = (i: number, j: number): number => rows * columns + i * columns + j;
  const endOf = endNodes(shape);
  const branches: Branch[] = [];
  const wire = (from: number, to: number, ohms: number): void => {
    if (ohms === 0) nodes.merge(from, to);
    else if (ohms < Infinity) branches.push({ from, to, siemens: 1 / ohms, amperes: 0 });
  };
  for (let i = 0; i < rows; i += 1) {
    wire(endOf.left(i), row(i, 0), rowSegmentOhms);
    for (let j = 1; j < columns; j += 1) wire(row(i, j - 1), row(i, j), rowSegmentOhms);
    wire(row(i, columns - 1), endOf.right(i), rowSegmentOhms);
  }
  for (let j = 0; j < columns; j += 1) {
    wire(endOf.top(j), column(0, j), columnSegmentOhms);
    for (let i = 1; i < rows; i += 1) wire(column(i - 1, j), column(i, j), columnSegmentOhms);
    wire(column(rows - 1, j), endOf.bottom(j), columnSegmentOhms);
  }
  for (let k = 0; k < rows * columns; k += 1) {
    branches.push({ from: k, to: rows * columns + k, siemens: cells[k]!, amperes: offset?.[k] ?? 0 });
  }
  const drivers: { name: SideName; line: number; node: number; end: DenseEnd; at: number }[] = [];
  for (const name of ['left', 'right', 'top', 'bottom'] as const) {
    for (const [line, end] of ends[name].entries()) {
      const node = endOf[name](line);
      const at = nodes.add();
      const reference = nodes.add();
      nodes.fix(reference, end.referenceVolts);
      branches.push({ from: node, to: reference, siemens: end.referenceSiemens, amperes: 0 });
      nodes.fix(at, end.volts);
      wire(node, at, end.ohms);
      drivers.push({ name, line, node, end, at });
    }
  }
  const volts = nodes.solve(branches);
  const out = { left: [], right: [], top: [], bottom: [] } as Record<SideName, number[]>;
  let watts = 0;
  for (const { name, line, node, end, at } of drivers) {
    const amperes = end.ohms === 0 ? nodes.balance(at, branches, volts) : (volts[node]! - end.volts) / end.ohms;
    out[name][line] = amperes;
    watts -= amperes * end.volts;
    watts -= end.referenceSiemens * (volts[node]! - end.referenceVolts) * end.referenceVolts;
  }
  const rowVolts = volts.slice(0, rows * columns);
  const columnVolts = volts.slice(rows * columns, 2 * rows * columns);
  const cellVolts = rowVolts.map((value, k) => value - columnVolts[k]!);
  return { rowVolts, columnVolts, cellVolts, amperes: out, watts };
}

function endNodes({ rows, columns }: Shape): Record<SideName, (line: number) => number> {
  const first = 2 * rows * columns;
  return {
    left: (line) => first + line,
    right: (line) => first + rows + line,
    top: (line) => first + 2 * rows + line,
    bottom: (line) => first + 2 * rows + columns + line,
  };
}

class Nodes {
  readonly #parent: number[];
  readonly #fixed = new Map<number, number>();

  constructor(count: number) {
    this.#parent = Array.from({ length: count }, (_, k) => k);
  }

  add(): number {
    return this.#parent.push(this.#parent.length) - 1;
  }

  fix(node: number, volts: number): void {
    this.#fixed.set(node, volts);
  }

  #root(node: number): number {
    let at = node;
    while (this.#parent[at] !== at) at = this.#parent[at]!;
    return at;
  }

  merge(a: number, b: number): void {
    this.#parent[this.#root(a)] = this.#root(b);
  }

  /** Current into a node, and all that is shorted to it, from its branches. */
  balance(node: number, branches: readonly Branch[], volts: readonly number[]): number {
    const root = this.#root(node);
    let sum = 0;
    for (const { from, to, siemens, amperes } of branches) {
      const current = siemens * (volts[from]! - volts[to]!) + amperes;
      if (this.#root(to) === root) sum += current;
      if (this.#root(from) === root) sum -= current;
    }
    return sum;
  }

  solve(branches: readonly Branch[]): number[] {
    const known = new Map<number, number>();
    for (const [node, volts] of this.#fixed) known.set(this.#root(node), volts);
    const free = [...new Set(this.#parent.map((_, node) => this.#root(node)))].filter((root) => !known.has(root));
    const index = new Map(free.map((root, k) => [root, k]));
    const size = free.length;
    // between free nodes, then to what is known, then the current that brings in
    const matrix = Array.from({ length: size }, () => new Float64Array(size + 2));
    for (const { from, to, siemens, amperes } of branches) {
      for (const [here, there, out] of [
        [this.#root(from), this.#root(to), amperes],
        [this.#root(to), this.#root(from), -amperes],
      ] as const) {
        const k = index.get(here);
        if (k === undefined || here === there) continue;
        const other = index.get(there);
        matrix[k]![other ?? size]! += siemens;
        matrix[k]![size + 1]! += (other === undefined ? siemens * known.get(there)! : 0) - out;
      }
    }
    const solution = eliminate(matrix);
    return this.#parent.map((_, node) => {
      const root = this.#root(node);
      return known.get(root) ?? solution[index.get(root)!]!;
    });
  }
}

/**
 * Takes node after node out and puts its mesh in place of its star (Grassmann, Taksar, Heyman): conductances are only
 * ever added, so that 1 kS beside 1 nS costs no digits. What nothing holds is at 0 V.
 */
function eliminate(matrix: Float64Array[]): number[] {
  const size = matrix.length;
  const totals = matrix.map((row, k) => {
    let total = 0;
    for (let j = k + 1; j <= size; j += 1) total += row[j]!;
    if (total === 0) return 0;
    for (let i = k + 1; i < size; i += 1) {
      const part = matrix[i]![k]! / total;
      if (part === 0) continue;
      for (let j = k + 1; j <= size + 1; j += 1) if (j !== i) matrix[i]![j]! += part * row[j]!;
    }
    return total;
  });
  const solution = Array.from({ length: size }, () => 0);
  for (let k = size - 1; k >= 0; k -= 1) {
    if (totals[k] === 0) continue;
    let sum = matrix[k]![size + 1]!;
    for (let j = k + 1; j < size; j += 1) sum += matrix[k]![j]! * solution[j]!;
    solution[k] = sum / totals[k]!;
  }
  return solution;
}
