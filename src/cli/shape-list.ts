import { ConfigError, type Shape } from '../core/index.js';

/**
 * Array shapes as written on a command line: `5x8,9x3` is rows by columns, one for each array.
 *
 * @throws ConfigError naming the piece that is none
 */
export function parseShapes(text: string): Shape[] {
  return text.split(',').map((piece) => {
    const [, rows, columns] = /^([1-9]\d{0,3})x([1-9]\d{0,3})$/u.exec(piece.trim()) ?? [];
    if (rows !== undefined && columns !== undefined) return { rows: Number(rows), columns: Number(columns) };
    throw new ConfigError('bad-argument', `'${piece}' is no array shape. Write rows x columns, such as 5x8,9x3.`, {
      shapes: text,
    });
  });
}
