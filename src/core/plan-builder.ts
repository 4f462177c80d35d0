import { REFERENCE, SENSED, WINDOW_EDGES, type PulsePlan, type ReferenceDrive } from './pulse-plan.js';
import type { Shape } from './shape.js';

/** One block of a plan to be made, in ticks and codes. */
export interface BlockToPlan {
  readonly ticks: number;
  /** Of every row: DAC code, `FLOATING` or `SENSED`; rows left out are at code 0. */
  readonly rows?: ArrayLike<number>;
  /** Of every column: DAC code or `SENSED`; columns left out are sensed. */
  readonly columns?: ArrayLike<number>;
  /** Of every column: when its switch closes and opens; columns left out stay open. */
  readonly windows?: ArrayLike<readonly [from: number, until: number]>;
  /** DAC code of every gate; gates left out are at code 0. */
  readonly gates?: ArrayLike<number>;
  /** Tick at which currents are sampled; never unless given. */
  readonly sampleTick?: number;
  readonly reference?: ReferenceDrive;
}

/** Windows that open at the start of a block, one length a column. */
export const windowsFromStart = (ticks: ArrayLike<number>): (readonly [number, number])[] =>
  Array.from(ticks, (until) => [0, until] as const);

/** Vectors of one kind, each held once. */
class Library {
  readonly #places = new Map<string, number>();
  readonly #values: number[] = [];

  /** @returns which vector of the library this is */
  place(vector: readonly number[]): number {
    const key = vector.join();
    const found = this.#places.get(key);
    if (found !== undefined) return found;
    const place = this.#places.size;
    this.#places.set(key, place);
    for (const value of vector) this.#values.push(value);
    return place;
  }

  get values(): readonly number[] {
    return this.#values;
  }
}

const filled = (given: ArrayLike<number> | undefined, length: number, rest: number): number[] =>
  Array.from({ length }, (_, line) => given?.[line] ?? rest);

/**
 * A plan of these blocks, in which every vector stands once however many blocks use it.
 *
 * @param gated whether the array has a gate line a row
 */
export function planOfBlocks(array: number, shape: Shape, given: readonly BlockToPlan[], gated = false): PulsePlan {
  const { rows, columns } = shape;
  const [rowLibrary, columnLibrary, windowLibrary, gateLibrary] = [
    new Library(),
    new Library(),
    new Library(),
    new Library(),
  ];
  const blocks = {
    ticks: Uint32Array.from(given, ({ ticks }) => ticks),
    rows: Uint16Array.from(given, (block) => rowLibrary.place(filled(block.rows, rows, 0))),
    columns: Uint16Array.from(given, (block) => columnLibrary.place(filled(block.columns, columns, SENSED))),
    windows: Uint16Array.from(given, ({ windows }) =>
      windowLibrary.place(
        Array.from({ length: WINDOW_EDGES * columns }, (_, place) => windows?.[place >> 1]?.[place & 1] ?? 0),
      ),
    ),
    gates: Uint16Array.from(given, (block) => (gated ? gateLibrary.place(filled(block.gates, rows, 0)) : 0)),
    sampleTicks: Uint32Array.from(given, ({ sampleTick }) => sampleTick ?? 0),
    reference: Uint8Array.from(given, ({ reference }) => REFERENCE[reference ?? 'off']),
  };
  return {
    array,
    shape,
    gated,
    blocks,
    rowVectors: Int32Array.from(rowLibrary.values),
    columnVectors: Int32Array.from(columnLibrary.values),
    windowVectors: Uint32Array.from(windowLibrary.values),
    gateVectors: Int32Array.from(gateLibrary.values),
  };
}
