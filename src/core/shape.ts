/** The size of a crossbar array. Matrices over it are row-major: cell (row i, column j) stands at `i * columns + j`. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
}

export const cellCount = (shape: Shape): number => shape.rows * shape.columns;

export const formatShape = (shape: Shape): string => `${shape.rows}x${shape.columns}`;

/** A line or cell as the field names it, 0-based: `W02`, `B00`, `W02B00`. */
export const formatRow = (row: number): string => `W${String(row).padStart(2, '0')}`;
export const formatColumn = (column: number): string => `B${String(column).padStart(2, '0')}`;
export const formatCell = (row: number, column: number): string => formatRow(row) + formatColumn(column);

/** What {@link formatCell} makes, with or without leading zeros. */
export const CELL_NAME = /^W(\d+)B(\d+)$/u;

/** The cell of a name, 0-based; undefined where it is none. */
export function parseCell(name: string): { readonly row: number; readonly column: number } | undefined {
  const [, row, column] = CELL_NAME.exec(name) ?? [];
  return row === undefined ? undefined : { row: Number(row), column: Number(column) };
}
