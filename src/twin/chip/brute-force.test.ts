import { describe, expect, it } from 'vitest';
import { randomStream, type RandomStream } from '../../core/index.js';
import { publishedDevice, yakopcic, type YakopcicParameters } from '../models/index.js';
import { updateDrive } from './block-drive.js';
import { cellParameters } from './cell-parameters.js';
import { ChipArray } from './chip-array.js';

// The equations of the generalised Yakopcic model and Kirchhoff once more, written without any of the code under test: bisection
// for the node, tiny midpoint steps for the states.

interface PlainLine {
  readonly cells: readonly YakopcicParameters[];
  readonly volts: readonly number[];
  readonly switchOhms: number;
  readonly reference: number;
}

const current = (cell: YakopcicParameters, x: number, v: number): number =>
  (v >= 0 ? cell.a1 : cell.a2) * x * Math.sinh(cell.b * v);

function nodeVoltage({ cells, volts, switchOhms, reference }: PlainLine, states: readonly number[]): number {
  if (switchOhms === 0) return 0;
  const excess = (v: number): number =>
    cells.reduce((sum, cell, k) => sum + current(cell, states[k]!, volts[k]! - v), 0) -
    v * (1 / switchOhms + reference);
  let low = Math.min(0, ...volts);
  let high = Math.max(0, ...volts);
  for (let halving = 0; halving < 50; halving += 1) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
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

/** Final states, and the energy from the row drivers. */
function plainRun(line: PlainLine, start: readonly number[], seconds: number, steps: number): [number[], number] {
  const h = seconds / steps;
  let states = [...start];
  let joules = 0;
  const slopes = (at: readonly number[]): [number[], number] => {
    const node = nodeVoltage(line, at);
    const across = line.volts.map((u) => u - node);
    const watts = line.cells.reduce((sum, cell, k) => sum + line.volts[k]! * current(cell, at[k]!, across[k]!), 0);
    return [line.cells.map((cell, k) => rate(cell, at[k]!, across[k]!)), watts];
  };
  for (let step = 0; step < steps; step += 1) {
    const [first] = slopes(states);
    const [middle, watts] = slopes(states.map((x, k) => x + (h / 2) * first[k]!));
    states = states.map((x, k) => Math.min(1, Math.max(0, x + h * middle[k]!)));
    joules += h * watts;
  }
  return [states, joules];
}

const varied = (Object.keys(yakopcic.parameters) as (keyof YakopcicParameters)[]).filter((name) => name !== 'eta');

function randomCell(nominal: YakopcicParameters, stream: RandomStream): YakopcicParameters {
  const moved = varied.map((name) => [name, nominal[name] * (0.8 + 0.4 * stream.uniform())]);
  return { ...nominal, ...(Object.fromEntries(moved) as YakopcicParameters) };
}

const cases = Array.from({ length: 24 }, (_, seed) => ({ seed }));

describe('tiny steps', () => {
  it.each(cases)('agree with the integrator on random array $seed', ({ seed }) => {
    const stream = randomStream(seed, 'test/brute-force');
    const device = seed % 2 === 0 ? 'silver-chalcogenide' : 'anodic-titania';
    const published = publishedDevice(device)!.parameters as YakopcicParameters;
    const nominal = { ...published, eta: seed % 5 === 4 ? (-1 as const) : (1 as const) };
    const differ = seed % 3 !== 0;
    const rows = 1 + Math.floor(5 * stream.uniform());
    const cells = Array.from({ length: rows }, () => (differ ? randomCell(nominal, stream) : nominal));
    const start = cells.map(() => stream.uniform());
    // mixed polarities far beyond P1's, so that floating columns move cells too
    const reach = device === 'silver-chalcogenide' ? 0.35 : 2;
    const volts = cells.map(() => reach * (2 * stream.uniform() - 1));
    const switchOnOhms = [0, 1e-3, 0.3, 5, 100][seed % 5]!;
    const switchOffOhms = seed % 4 === 0 ? 1e3 : 1e9;
    const referenceSiemens = 0.00478;
    const block = 4e-4;
    const on = block * (0.2 + 0.6 * stream.uniform());

    const drawn = new Map(varied.map((name) => [name, Float64Array.from(cells, (cell) => cell[name])]));
    const array = new ChipArray({
      shape: { rows, columns: 1 },
      cells: cellParameters({ model: yakopcic, parameters: nominal }, differ ? drawn : undefined),
      states: Float64Array.from(start),
      switchOnOhms,
      switchOffOhms,
      referenceSiemens,
      arithmetic: 'plain',
    });
    const joules = array.applyBlock(updateDrive(Float64Array.from(volts), Float64Array.of(on)), block);

    const line = { cells, volts, reference: referenceSiemens };
    const [between, first] = plainRun({ ...line, switchOhms: switchOnOhms }, start, on, 1500);
    const [wanted, second] = plainRun({ ...line, switchOhms: switchOffOhms }, between, block - on, 1500);
    for (let row = 0; row < rows; row += 1) {
      expect(Math.abs(array.states[row]! - wanted[row]!), `row ${row}`).toBeLessThan(1e-6);
    }
    expect(Math.abs(joules - first - second)).toBeLessThan(1e-6 * (first + second));
  });
});
