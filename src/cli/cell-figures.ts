import { formatCell } from '../core/index.js';

/** One cell and its figure. */
export interface CellFigure {
  readonly cell: string;
  readonly value: number;
}

export const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** The cell that has the most of something, row-major over so many columns. */
export function mostOf(values: Float64Array, columns: number): CellFigure {
  let place = 0;
  for (let cell = 1; cell < values.length; cell += 1) if (values[cell]! > values[place]!) place = cell;
  return { cell: formatCell(Math.floor(place / columns), place % columns), value: values[place]! };
}
