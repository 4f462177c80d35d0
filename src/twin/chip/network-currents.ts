import type { Shape } from '../../core/index.js';
import { CellCurrents } from './cell-currents.js';
import type { LineCells } from './line-cells.js';

/** The currents of all cells of an array at given voltages of its lines, and their sums by row and by column. */
export class NetworkCurrents {
  readonly cells: CellCurrents;
  readonly rowAmperes: Float64Array;
  readonly rowSlopes: Float64Array;
  readonly columnAmperes: Float64Array;
  readonly columnSlopes: Float64Array;

  readonly #shape: Shape;

  constructor(shape: Shape, cells: LineCells) {
    const { rows, columns } = shape;
    this.cells = new CellCurrents(cells);
    this.#shape = shape;
    this.rowAmperes = new Float64Array(rows);
    this.rowSlopes = new Float64Array(rows);
    this.columnAmperes = new Float64Array(columns);
    this.columnSlopes = new Float64Array(columns);
  }

  evaluate(states: Float64Array, rowVolts: Float64Array, columnVolts: Float64Array): void {
    const { rows, columns } = this.#shape;
    const { cells, rowAmperes, rowSlopes, columnAmperes, columnSlopes } = this;
    rowAmperes.fill(0);
    rowSlopes.fill(0);
    columnAmperes.fill(0);
    columnSlopes.fill(0);
    for (let row = 0, cell = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1, cell += 1) {
        cells.set(cell, row, states[cell]!, rowVolts[row]! - columnVolts[column]!);
        const current = cells.amperes[cell]!;
        const slope = cells.slopes[cell]!;
        rowAmperes[row]! += current;
        rowSlopes[row]! += slope;
        columnAmperes[column]! += current;
        columnSlopes[column]! += slope;
      }
    }
  }
}
