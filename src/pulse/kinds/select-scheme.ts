import { ConfigError, formatCell, type Shape } from '../../core/index.js';
import type { LineDrive } from '../timeline/timeline.js';

/**
 * How one cell is told from the others. The selected cell sees V, its row minus its column, while its column is closed:
 *
 * | scheme | other cells see then | on the selected row while columns are open | needs a board that |
 * |---|---|---|---|
 * | `half` | V/2 at most | V/2 at most | drives columns |
 * | `third` | V/3 at most | up to 2 V/3, where there are many rows | drives columns |
 * | `floating` | what the sneak paths leave them | V G / (G + Gcell) of a reference G | floats rows |
 * | `gate` | nothing: they do not conduct (1T1R) | as `floating` | has gates |
 *
 * Columns are open before and after the pulse for as long as the board's guards last, `settleTicks` and `openTicks`: a
 * column then floats near the other rows' voltage.
 */
export type SelectScheme = 'half' | 'third' | 'floating' | { readonly gateVolts: number };

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** What every line of an array is to be held at so that one cell is selected. */
export interface SelectDrive {
  readonly rows: Readonly<Record<number, LineDrive>>;
  readonly columns: Readonly<Record<number, LineDrive>>;
  readonly gates?: Readonly<Record<number, number>>;
}

const allLines = (count: number, drive: LineDrive, selected: number, selectedDrive: LineDrive): LineDrive[] =>
  Array.from({ length: count }, (_, line) => (line === selected ? selectedDrive : drive));

/** @throws ConfigError unless the array has the cell */
export function assertCell({ row, column }: Cell, { rows, columns }: Shape): void {
  const isLine = (line: number, lines: number): boolean => Number.isInteger(line) && line >= 0 && line < lines;
  if (isLine(row, rows) && isLine(column, columns)) return;
  throw new ConfigError(
    'bad-argument',
    `There is no cell ${formatCell(row, column)} on a ${rows}x${columns} array. Lines count from 0.`,
    { row, column },
  );
}

/**
 * The biases that put `volts` across one cell.
 *
 * With `isSensed` the selected column is at 0 V, in its amplifier. What it measures is the selected cell's current alone with
 * `gate`; with `half` and `third` the V/2 or V/3 of the other rows' cells adds to it, with `floating` what comes by sneak
 * paths. Without it `half` and `third` stand around 0 V, so that no line is above V/2.
 *
 * @param volts row minus column; positive raises G
 * @throws ConfigError where the array has no such cell
 */
export function selectDrive(
  shape: Shape,
  cell: Cell,
  volts: number,
  scheme: SelectScheme,
  isSensed: boolean,
): SelectDrive {
  assertCell(cell, shape);
  const { row, column } = cell;
  if (scheme === 'floating') {
    return { rows: allLines(shape.rows, 'float', row, volts), columns: { [column]: 'sense' } };
  }
  if (typeof scheme === 'object') {
    return { rows: { [row]: volts }, columns: { [column]: 'sense' }, gates: { [row]: scheme.gateVolts } };
  }
  if (scheme === 'half' && !isSensed) {
    return { rows: { [row]: volts / 2 }, columns: allLines(shape.columns, 'sense', column, -volts / 2) };
  }
  // from the selected row's V down to the selected column's 0; all lower by V/2 where nothing is sensed
  const shift = isSensed ? 0 : volts / 2;
  const [otherRows, otherColumns] = scheme === 'half' ? [volts / 2, volts / 2] : [volts / 3, (2 * volts) / 3];
  return {
    rows: allLines(shape.rows, otherRows - shift, row, volts - shift),
    columns: allLines(shape.columns, otherColumns - shift, column, isSensed ? 'sense' : -shift),
  };
}
