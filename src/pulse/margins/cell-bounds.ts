import { ConfigError, cellCount, formatShape, type ConductanceRange, type Shape } from '../../core/index.js';

/** What is known of the cells of an array: each of them, row-major in siemens, or a range that all of them lie in. */
export type CellKnowledge = Float64Array | ConductanceRange;

/** The least and the most that cells of an array conduct. */
export class CellBounds {
  readonly shape: Shape;
  /** Whether every cell is known. */
  readonly areKnown: boolean;
  /** The most that any cell conducts. */
  readonly mostSiemens: number;
  readonly #known: Float64Array | undefined;
  readonly #range: ConductanceRange;

  /** @throws ConfigError `bad-data` where the conductances do not fit the shape, or are not conductances */
  constructor(shape: Shape, knowledge: CellKnowledge) {
    this.shape = shape;
    this.areKnown = knowledge instanceof Float64Array;
    if (knowledge instanceof Float64Array) {
      const bad = knowledge.findIndex((siemens) => !(siemens >= 0 && siemens < Infinity));
      if (knowledge.length !== cellCount(shape) || bad >= 0) {
        const what = bad >= 0 ? `number ${bad} is ${knowledge[bad]}` : `there are ${knowledge.length}`;
        throw new ConfigError(
          'bad-data',
          `A ${formatShape(shape)} array takes ${cellCount(shape)} conductances of 0 S or more; ${what}. ` +
            `Read the array again.`,
        );
      }
      this.#known = knowledge;
      this.#range = { min: 0, max: 0 } as ConductanceRange;
      let most = 0;
      for (const siemens of knowledge) if (siemens > most) most = siemens;
      this.mostSiemens = most;
    } else {
      this.#known = undefined;
      this.#range = knowledge;
      this.mostSiemens = knowledge.max;
    }
  }

  least(row: number, column: number): number {
    return this.#known === undefined ? this.#range.min : this.#known[row * this.shape.columns + column]!;
  }

  most(row: number, column: number): number {
    return this.#known === undefined ? this.#range.max : this.#known[row * this.shape.columns + column]!;
  }
}
