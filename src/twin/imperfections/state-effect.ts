/** A piece of what an effect has to remember to go on bit for bit. */
export type Memory = Float64Array | Float32Array | Uint8Array;

/** What one hold of the array did to its cells. */
export interface Write {
  /** x of every cell before it, row-major. */
  readonly before: Float64Array;
  /** After it. */
  readonly states: Float64Array;
  /** Counts the writes of the array that moved any cell, from 0. */
  readonly index: number;
}

/** Something that moves cells besides the voltages across them. States stay in [0, 1]; stuck cells are left alone. */
export interface StateEffect {
  /** Called after cells were moved; changes `write.states`. */
  readonly afterWrite?: (write: Write) => void;
  /**
   * Time has passed. Two calls do the same as one with the sum.
   *
   * @returns whether it wrote any state
   */
  readonly passTime?: (seconds: number, states: Float64Array) => boolean;
  /** Of fixed lengths, and written through when an image of the array is loaded. */
  readonly memory: readonly Memory[];
}

export const clampState = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x);
