import { randomStream, type Shape } from '../../core/index.js';
import { CellView, type CellParameters } from '../chip/cell-parameters.js';
import type { ThermalNoise } from './imperfections.js';
import { placesOf, type CurrentEffect, type Sensing } from './sensing.js';

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
  const { rows, columns, rowVolts, columnVolts, channels } = sensing;
  const states = sensing.states();
  const rowPlaces = placesOf(rows, shape.rows, 0);
  const columnPlaces = placesOf(columns, shape.columns, rows.length);
  const view = new CellView(cells);
  const sums = new Float64Array(rows.length + columns.length).fill(referenceSiemens);
  // in the order of the memory, whichever side is sensed
  for (let row = 0, cell = 0; row < shape.rows; row += 1) {
    const channel = channels ? channels.siemensPerVolt * channels.overdrive[row]! : Infinity;
    for (let column = 0; column < shape.columns; column += 1, cell += 1) {
      if (Number.isNaN(rowVolts[row]! - columnVolts[column]!)) continue;
      const memristor = cells.model.conductance(view.at(cell), 0, states[cell]!);
      const siemens = memristor === 0 || channel === 0 ? 0 : 1 / (1 / memristor + 1 / channel);
      if (rowPlaces[row]! >= 0) sums[rowPlaces[row]!]! += siemens;
      if (columnPlaces[column]! >= 0) sums[columnPlaces[column]!]! += siemens;
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
