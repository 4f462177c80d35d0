import type { Channels } from '../chip/transistor.js';
import type { Memory } from './state-effect.js';

/** The currents of one read or sample, and what held the lines meanwhile. */
export interface Sensing {
  /** x of every cell, row-major; asked for, because an array that a kernel solves has to bring them together. */
  readonly states: () => Float64Array;
  /** What each line is held at from outside; NaN where it floats. */
  readonly rowVolts: Float64Array;
  readonly columnVolts: Float64Array;
  /** Undefined where there are no transistors, or all are shorts. */
  readonly channels: Channels | undefined;
  /** The lines whose currents are sensed. */
  readonly rows: ArrayLike<number>;
  readonly columns: ArrayLike<number>;
  /** Of those rows, then of those columns; positive from the other lines into the amplifier. Changed in place. */
  readonly amperes: Float64Array;
}

/** Something that is in the currents and not in the cells. */
export interface CurrentEffect {
  /** @param read counts the reads and samples of the array, from 0 */
  readonly disturb: (sensing: Sensing, read: number) => void;
  readonly passTime?: (seconds: number) => void;
  /** As of a state effect. */
  readonly memory: readonly Memory[];
}

/** Where each of the lines stands in the list, counted from `first`; -1 for one that does not. */
export function placesOf(lines: ArrayLike<number>, count: number, first: number): Int32Array {
  const places = new Int32Array(count).fill(-1);
  for (let k = 0; k < lines.length; k += 1) places[lines[k]!] = first + k;
  return places;
}
