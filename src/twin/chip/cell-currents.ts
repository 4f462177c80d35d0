import type { LineCells } from './line-cells.js';
import { voltsBehindChannel } from './series-cell.js';
import { channelSlope, type Channels } from './transistor.js';

/** The currents of the cells of an array, with their transistors where they have any, at given voltages. Row-major. */
export class CellCurrents {
  /** Through each cell from row to column, and how it rises with the voltage between them. */
  readonly amperes: Float64Array;
  readonly slopes: Float64Array;
  /** Across the memristor of each cell, which is all there is between the lines where it has no transistor. */
  readonly volts: Float64Array;
  /** Undefined where cells are memristors alone. */
  channels: Channels | undefined;

  readonly #cells: LineCells;

  constructor(cells: LineCells) {
    this.#cells = cells;
    this.amperes = new Float64Array(cells.count);
    this.slopes = new Float64Array(cells.count);
    this.volts = new Float64Array(cells.count);
  }

  /** Sets one cell. @param between from its row to its column, volts */
  set(cell: number, row: number, x: number, between: number): void {
    const { model, fields } = this.#cells;
    if (!this.channels) {
      this.volts[cell] = between;
      this.amperes[cell] = model.current(fields, cell, x, between);
      this.slopes[cell] = model.slope(fields, cell, x, between);
      return;
    }
    const { siemensPerVolt } = this.channels;
    const overdrive = this.channels.overdrive[row]!;
    const across = voltsBehindChannel(model, fields, cell, x, siemensPerVolt, overdrive, between);
    const slope = model.slope(fields, cell, x, across);
    const channel = channelSlope(siemensPerVolt, overdrive, between - across);
    this.volts[cell] = across;
    this.amperes[cell] = overdrive === 0 ? 0 : model.current(fields, cell, x, across);
    this.slopes[cell] = slope === 0 || channel === 0 ? 0 : 1 / (1 / slope + 1 / channel);
  }
}
