import { formatCell } from '../../core/index.js';
import { fieldAt, nominalField } from './cell-parameters.js';
import { spreadParameters } from './chip-description.js';
import type { ChipArray } from './chip-array.js';
import { spiceNumber } from './spice-number.js';

/**
 * The generalised memristor model of yakopcic.ts as an ngspice subcircuit, between `top` (its row) and `bottom` (its
 * column). The state is the voltage of node `x`, in which a farad is charged with dx/dt amperes.
 */
export function spiceCellModel({ cells: { nominal } }: ChipArray): string[] {
  const parameters = spreadParameters.map((name) => `${name}=${spiceNumber(nominalField(nominal, name))}`);
  const across = 'V(top,bottom)';
  const rising = '(V(x) < {xp} ? 1 : exp(-{alphaP}*(V(x)-{xp}))*(({xp}-V(x))/(1-{xp})+1))';
  const falling = '(V(x) > 1-{xn} ? 1 : exp({alphaN}*(V(x)+{xn}-1))*V(x)/(1-{xn}))';
  // the window that slows a cell is that of the way it moves, which eta decides
  const [sign, above, below] = nominal.eta > 0 ? ['', rising, falling] : ['-', falling, rising];
  return [
    '* A cell from row to column: I = a x sinh(b V), dx/dt = eta g(V) f(x) (Yakopcic et al., IEEE TCAD 32(8), 2013,',
    '* eqs. 1 to 7). a1, a2: A; b: 1/V; Ap, An: 1/s; Vp, Vn: V; x0: the state at the start. V(x) is the state, 0 to 1.',
    `.subckt cell top bottom x x0=0.5 ${parameters.join(' ')}`,
    'Cx x 0 1 ic={x0}',
    `Bg 0 x I = ${sign}(${across} > {Vp} ? {Ap}*(exp(${across})-exp({Vp}))*${above} :`,
    `+ (${across} < -{Vn} ? -{An}*(exp(-${across})-exp({Vn}))*${below} : 0))`,
    `Bi top bottom I = (${across} >= 0 ? {a1} : {a2})*V(x)*sinh({b}*${across})`,
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
  for (const field of spreadParameters) {
    if (cells.varied.some(([varied]) => varied === field)) own.set(field, fieldAt(cells, field, cell));
  }
  // a stuck cell conducts and does not move
  if (stuck?.[cell] === 1) own.set('Ap', 0).set('An', 0);
  const parameters = Array.from(own, ([name, value]) => `${name}=${spiceNumber(value)}`);
  return `X${formatCell(row, column).toLowerCase()} ${lines.join(' ')} ${stateNode(row, column)} cell ${parameters.join(' ')}`;
}
