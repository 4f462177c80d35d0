import type { LineCells } from './line-cells.js';

/** Sums over the cells of a line: their current into the node, their drivers' power, and how both fall per node volt. */
export class LineCurrents {
  amperes = 0;
  slope = 0;
  watts = 0;
  wattsSlope = 0;
  /** The largest bend on the line, 1/V: how sharply the sums bend. */
  steepest = 0;

  readonly #cells: LineCells;

  constructor(cells: LineCells) {
    this.#cells = cells;
  }

  /** Sets the sums for node voltage v. */
  evaluate(states: Float64Array, v: number): void {
    const { model, fields, drive, count } = this.#cells;
    let amperes = 0;
    let slope = 0;
    let watts = 0;
    let wattsSlope = 0;
    let steepest = 0;
    for (let k = 0; k < count; k += 1) {
      const u = drive[k]!;
      const x = states[k]!;
      const cellAmperes = model.current(fields, k, x, u - v);
      const cellSlope = model.slope(fields, k, x, u - v);
      const bend = model.bend(fields, k);
      amperes += cellAmperes;
      slope += cellSlope;
      watts += u * cellAmperes;
      wattsSlope += u * cellSlope;
      if (bend > steepest) steepest = bend;
    }
    this.amperes = amperes;
    this.slope = slope;
    this.watts = watts;
    this.wattsSlope = wattsSlope;
    this.steepest = steepest;
  }
}
