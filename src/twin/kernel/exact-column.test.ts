import { describe, expect, it } from 'vitest';
import { randomStream } from '../../core/index.js';
import { updateDrive } from '../chip/block-drive.js';
import { publishedDevices } from '../chip/devices.js';
import { cellCurrent, stateRate, type YakopcicParameters } from '../chip/yakopcic.js';
import { KernelLines } from './kernel-lines.js';
import type { Volts } from '../../core/index.js';

// One column by Kirchhoff, with Yakopcic's equations as they stand and small steps of Runge-Kutta's fourth order.

interface Column {
  readonly cells: readonly YakopcicParameters[];
  readonly volts: readonly number[];
  readonly switchOhms: number;
  readonly referenceSiemens: number;
}

/** Plain Newton until the residual is rounding. */
function nodeOf(
  { cells, volts, switchOhms, referenceSiemens }: Column,
  states: readonly number[],
  guess: number,
): number {
  let v = guess;
  for (let iteration = 0; iteration < 60; iteration += 1) {
    let residual = -v * (referenceSiemens + 1 / switchOhms);
    let slope = referenceSiemens + 1 / switchOhms;
    for (const [k, cell] of cells.entries()) {
      residual += cellCurrent(cell, states[k]!, (volts[k]! - v) as Volts);
      slope += cell.a1 * cell.b * states[k]! * Math.cosh(cell.b * (volts[k]! - v));
    }
    const step = residual / slope;
    v += step;
    if (Math.abs(step) < 1e-15) break;
  }
  return v;
}

function exactStates(column: Column, start: readonly number[], seconds: number, steps: number): number[] {
  const { cells, volts } = column;
  const h = seconds / steps;
  let v = 0;
  const rates = (states: readonly number[]): number[] => {
    v = nodeOf(column, states, v);
    return states.map((x, k) => stateRate(cells[k]!, x, (volts[k]! - v) as Volts));
  };
  let x = [...start];
  for (let step = 0; step < steps; step += 1) {
    const moved = (by: number, at: readonly number[]): number[] => x.map((value, k) => value + by * at[k]!);
    const k1 = rates(x);
    const k2 = rates(moved(h / 2, k1));
    const k3 = rates(moved(h / 2, k2));
    const k4 = rates(moved(h, k3));
    x = x.map((value, k) => {
      const change = (h / 6) * (k1[k]! + 2 * k2[k]! + 2 * k3[k]! + k4[k]!);
      return Math.min(1, Math.max(0, value + change));
    });
  }
  return x;
}

const cases = Array.from({ length: 12 }, (_, seed) => ({
  seed,
  switchOnOhms: [1e-3, 0.3, 1, 10, 100, 1e3][seed % 6]!,
  differ: seed % 4 === 3,
}));

describe('a column against small steps', () => {
  it.each(cases)('$seed: $switchOnOhms ohm, cells that differ: $differ', ({ seed, switchOnOhms, differ }) => {
    const stream = randomStream(seed, 'test/exact-column');
    const device = seed % 2 === 0 ? 'silver-chalcogenide' : 'anodic-titania';
    const parameters = { ...publishedDevices[device].parameters, eta: seed % 5 === 4 ? (-1 as const) : (1 as const) };
    const rows = 2 + Math.floor(5 * stream.uniform());
    const filled = (value: () => number): Float64Array => Float64Array.from({ length: rows }, value);
    const spread = (nominal: number): Float64Array =>
      filled(() => nominal * (differ ? 0.8 + 0.4 * stream.uniform() : 1));
    const own = {
      amplitude: spread(1),
      speedUp: spread(parameters.Ap),
      speedDown: spread(parameters.An),
      thresholdUp: spread(parameters.Vp),
      thresholdDown: spread(parameters.Vn),
    };
    const reach = device === 'silver-chalcogenide' ? 0.4 : 1.6;
    const rowVolts = filled(() => reach * (2 * stream.uniform() - 1));
    const states = filled(() => stream.uniform());
    const seconds = (device === 'silver-chalcogenide' ? 1e-3 : 5e-2) * (0.5 + stream.uniform());
    const referenceSiemens = 0.00478;
    const shape = { rows, columns: 1 };
    const circuit = { shape, parameters, switchOnOhms, switchOffOhms: 1e9, referenceSiemens, ...(differ ? own : {}) };
    const cells = Array.from({ length: rows }, (_, k) => ({
      ...parameters,
      a1: parameters.a1 * own.amplitude[k]!,
      a2: parameters.a2 * own.amplitude[k]!,
      Ap: own.speedUp[k]!,
      An: own.speedDown[k]!,
      Vp: own.thresholdUp[k]!,
      Vn: own.thresholdDown[k]!,
    }));
    const column = { cells, volts: [...rowVolts], switchOhms: switchOnOhms, referenceSiemens };
    const wanted = exactStates(column, [...states], seconds, 5000);
    for (const [precision, bound] of [
      ['double', 1e-7],
      ['single', 4e-5],
    ] as const) {
      const kernel = new KernelLines({ ...circuit, precision }, states);
      kernel.applyBlock(updateDrive(rowVolts, Float64Array.of(seconds)), seconds, undefined);
      const got = new Float64Array(rows);
      kernel.copyStates(got);
      for (let row = 0; row < rows; row += 1) {
        expect(Math.abs(got[row]! - wanted[row]!), `${precision}, row ${row}`).toBeLessThan(bound);
      }
    }
  });
});
