import { formatCell } from '../../core/index.js';
import { fieldAt } from './cell-parameters.js';
import type { ChipArray } from './chip-array.js';
import { spiceNumber } from './spice-number.js';

/**
 * The array's cell model as an ngspice subcircuit, between `top` (its row) and `bottom` (its column). The state is the
 * voltage of node `x`, in which a farad is charged with dx/dt amperes.
 */
export function spiceCellModel({ cells: { model, nominal } }: ChipArray): string[] {
  const parameters = Object.entries(nominal).map(([name, value]) => `${name}=${spiceNumber(value)}`);
  const spelled = (text: string): string => text.replaceAll('{v}', 'V(top,bottom)').replaceAll('{x}', 'V(x)');
  const units = Object.entries(model.parameters)
    .filter(([, { unit }]) => unit !== '')
    .map(([name, { unit }]) => `${name} ${unit}`);
  return [
    `* A cell from row to column: ${model.source}.`,
    `* Units: ${units.join(', ')}. x0: the state at the start. V(x) is the state, 0 to 1.`,
    `.subckt cell top bottom x x0=0.5 moves=1 ${parameters.join(' ')}`,
    'Cx x 0 1 ic={x0}',
    `Bg 0 x I = {moves}*(${spelled(model.spice.rate)})`,
    `Bi top bottom I = ${spelled(model.spice.current)}`,
    '.ends',
  ];
}

/** The node that holds the state of a cell: `xw02b00`. */
export const stateNode = (row: number, column: number): string => `x${formatCell(row, column).toLowerCase()}`;

/** A cell between its lines: the state it starts from, and those parameters that are not as the model has them. */
export function spiceCell(
  { shape, cells, states, stuck }: ChipArray,
  row: number,
  column: number,
  lines: readonly [rowNode: string, columnNode: string],
): string {
  const cell = row * shape.columns + column;
  const own = new Map<string, number>([['x0', states[cell]!]]);
  for (const name of cells.varied.keys()) own.set(name, fieldAt(cells, name, cell));
  // a stuck cell conducts and does not move
  if (stuck?.[cell] === 1) own.set('moves', 0);
  const parameters = Array.from(own, ([name, value]) => `${name}=${spiceNumber(value)}`);
  return `X${formatCell(row, column).toLowerCase()} ${lines.join(' ')} ${stateNode(row, column)} cell ${parameters.join(' ')}`;
}
