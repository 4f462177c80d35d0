/** Pulses in a row that bring a cell no nearer to its target before it counts as stuck. */
const PATIENCE = 10;

/** How near the cells of one row have come to their targets. */
export class RowProgress {
  pulses = 0;
  readonly #targets: Float64Array;
  readonly #tolerance: number;
  readonly #nearest: Float64Array;
  readonly #idle: Uint32Array;
  #outside: readonly number[] = [];

  /** @param targets siemens, one a column; NaN for a cell to be left alone */
  constructor(targets: Float64Array, tolerance: number) {
    this.#targets = targets;
    this.#tolerance = tolerance;
    this.#nearest = new Float64Array(targets.length).fill(Number.POSITIVE_INFINITY);
    this.#idle = new Uint32Array(targets.length);
  }

  /** Columns still outside their window. */
  get outside(): readonly number[] {
    return this.#outside;
  }

  /** True when every cell is in its window or has been given up. */
  get done(): boolean {
    return this.#outside.every((column) => this.#idle[column]! >= PATIENCE);
  }

  /**
   * Takes a reading of the row.
   *
   * @returns how far each cell is above its target; 0 in the window, and for cells given up
   */
  excess(measured: Float64Array): Float64Array {
    const outside: number[] = [];
    const excess = measured.map((siemens, column) => {
      const above = siemens - this.#targets[column]!;
      const distance = Math.abs(above);
      if (!(distance > this.#tolerance)) return 0;
      outside.push(column);
      if (distance < this.#nearest[column]!) {
        this.#nearest[column] = distance;
        this.#idle[column] = 0;
      } else this.#idle[column]! += 1;
      return this.#idle[column]! < PATIENCE ? above : 0;
    });
    this.#outside = outside;
    return excess;
  }
}
