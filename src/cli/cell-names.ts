import { ConfigError, formatShape, parseCell, type Shape } from '../core/index.js';
import type { CellPlace } from '../twin/index.js';

/**
 * Cells by the names people give them.
 *
 * @throws ConfigError for a name that is none, or is of no cell of the array
 */
export function cellsNamed(names: readonly string[], shape: Shape): CellPlace[] {
  return names.map((name) => {
    const place = parseCell(name);
    if (place && place.row < shape.rows && place.column < shape.columns) return place;
    const why = place === undefined ? 'no cell is called that' : `the array is ${formatShape(shape)}, counted from 0`;
    throw new ConfigError('bad-argument', `--cell ${name}: ${why}. Give row and column, such as W02B05.`);
  });
}
