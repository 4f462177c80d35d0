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
