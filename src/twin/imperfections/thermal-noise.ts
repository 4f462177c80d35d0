import { randomStream, type Shape } from '../../core/index.js';
import { CellView, type CellParameters } from '../chip/cell-parameters.js';
import type { ThermalNoise } from './imperfections.js';
import type { CurrentEffect, Sensing } from './sensing.js';

/** Exact, by the definition of the kelvin. */
const BOLTZMANN = 1.380649e-23;

interface Cells {
  readonly shape: Shape;
  readonly cells: CellParameters;
  /** Beside the cells of every sensed line. */
  readonly referenceSiemens: number;
}

/** Small-signal conductance of all that hangs on each sensed line, rows first; floating lines carry nothing. */
function lineSiemens({ shape, cells, referenceSiemens }: Cells, sensing: Sensing): Float64Array {
  const { rows, columns, rowVolts, columnVolts, channels, states } = sensing;
  const view = new CellView(cells);
  const siemensAt = (row: number, column: number): number => {
    const cell = row * shape.columns + column;
    const siemens = cells.model.conductance(view.at(cell), 0, states[cell]!);
    const channel = channels?.[row];
    if (channel === undefined || siemens === 0) return siemens;
    return channel === 0 ? 0 : 1 / (1 / siemens + 1 / channel);
  };
  const sums = new Float64Array(rows.length + columns.length).fill(referenceSiemens);
  for (let k = 0; k < rows.length; k += 1) {
    for (let column = 0; column < shape.columns; column += 1) {
      if (!Number.isNaN(columnVolts[column]!)) sums[k]! += siemensAt(rows[k]!, column);
    }
  }
  for (let k = 0; k < columns.length; k += 1) {
    for (let row = 0; row < shape.rows; row += 1) {
      if (!Number.isNaN(rowVolts[row]!)) sums[rows.length + k]! += siemensAt(row, columns[k]!);
    }
  }
  return sums;
}

/**
 * Johnson noise of each sensed line: normal, of variance 4 k T G B (Nyquist, Phys. Rev. 32, 1928), where G is the
 * small-signal conductance of its cells and its reference.
 */
export function thermalNoise(
  { kelvin, bandwidthHertz }: ThermalNoise,
  cells: Cells,
  seed: number,
  array: number,
): CurrentEffect {
  const variancePerSiemens = 4 * BOLTZMANN * kelvin * bandwidthHertz;
  return {
    memory: [],
    disturb(sensing, read) {
      const { amperes } = sensing;
      const stream = randomStream(seed, `chip/${array}/thermal-noise/${read}`);
      const siemens = lineSiemens(cells, sensing);
      for (let line = 0; line < amperes.length; line += 1) {
        amperes[line]! += Math.sqrt(variancePerSiemens * siemens[line]!) * stream.normal();
      }
    },
  };
}
