import type { Shape } from '../../core/index.js';
import type { LineCells } from './line-cells.js';
import { voltsBehindChannel } from './series-cell.js';
import { channelSlope, type Channels } from './transistor.js';

/** The currents of all cells of an array at given voltages of its lines, and their sums by row and by column. */
export class NetworkCurrents {
  /** Through each cell from row to column, and how it rises with the voltage between them; row-major. */
  readonly amperes: Float64Array;
  readonly slopes: Float64Array;
  /** Across the memristor of each cell, which is all there is between the lines where it has no transistor. */
  readonly volts: Float64Array;
  readonly rowAmperes: Float64Array;
  readonly rowSlopes: Float64Array;
  readonly columnAmperes: Float64Array;
  readonly columnSlopes: Float64Array;
  /** Undefined where cells are memristors alone. */
  channels: Channels | undefined;

  readonly #shape: Shape;
  readonly #cells: LineCells;

  constructor(shape: Shape, cells: LineCells) {
    const { rows, columns } = shape;
    this.#shape = shape;
    this.#cells = cells;
    this.amperes = new Float64Array(rows * columns);
    this.slopes = new Float64Array(rows * columns);
    this.volts = new Float64Array(rows * columns);
    this.rowAmperes = new Float64Array(rows);
    this.rowSlopes = new Float64Array(rows);
    this.columnAmperes = new Float64Array(columns);
    this.columnSlopes = new Float64Array(columns);
  }

  evaluate(states: Float64Array, rowVolts: Float64Array, columnVolts: Float64Array): void {
    const { rows, columns } = this.#shape;
    const { amperes, slopes, volts, rowAmperes, rowSlopes, columnAmperes, columnSlopes, channels } = this;
    const { model, fields } = this.#cells;
    rowAmperes.fill(0);
    rowSlopes.fill(0);
    columnAmperes.fill(0);
    columnSlopes.fill(0);
    for (let row = 0, cell = 0; row < rows; row += 1) {
      const overdrive = channels ? channels.overdrive[row]! : Infinity;
      for (let column = 0; column < columns; column += 1, cell += 1) {
        const between = rowVolts[row]! - columnVolts[column]!;
        const x = states[cell]!;
        const across = channels
          ? voltsBehindChannel(model, fields, cell, x, channels.siemensPerVolt, overdrive, between)
          : between;
        const current = overdrive === 0 ? 0 : model.current(fields, cell, x, across);
        let slope = model.slope(fields, cell, x, across);
        if (channels) {
          const channel = channelSlope(channels.siemensPerVolt, overdrive, between - across);
          slope = slope === 0 || channel === 0 ? 0 : 1 / (1 / slope + 1 / channel);
        }
        amperes[cell] = current;
        slopes[cell] = slope;
        volts[cell] = across;
        rowAmperes[row]! += current;
        rowSlopes[row]! += slope;
        columnAmperes[column]! += current;
        columnSlopes[column]! += slope;
      }
    }
  }
}
