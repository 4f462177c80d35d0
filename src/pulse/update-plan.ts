import { REFERENCE, SENSED, WINDOW_EDGES, type PulsePlan, type Shape } from '../core/index.js';
import { QUARTERS } from './quarter-period.js';

/** Whether vector `place` repeats vector `earlier`, both `length` numbers long. */
function repeats(vectors: Int32Array | Uint32Array, place: number, earlier: number, length: number): boolean {
  for (let k = 0; k < length; k += 1) {
    if (vectors[place * length + k] !== vectors[earlier * length + k]) return false;
  }
  return true;
}

/** Vectors written one after the other, each kept once. */
class VectorRoom<Numbers extends Int32Array | Uint32Array> {
  readonly vectors: Numbers;
  readonly #length: number;
  #count = 0;

  /** @param vectors room for every vector, were they all different */
  constructor(vectors: Numbers) {
    this.vectors = vectors;
    this.#length = vectors.length / QUARTERS;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Where the next vector is to be written. */
  get at(): number {
    return this.#count * this.#length;
  }

  get count(): number {
    return this.#count;
  }

  /** Takes in what was written, unless it is there already. @returns its place */
  take(): number {
    const written = this.#count;
    for (let earlier = 0; earlier < written; earlier += 1) {
      if (repeats(this.vectors, written, earlier, this.#length)) return earlier;
    }
    this.#count += 1;
    return written;
  }
}

/**
 * The memory of one update's plan, to be written again for the next: four blocks over at most four row vectors and four
 * window vectors, the columns sensed throughout. Once it has held every number of vectors it allocates nothing.
 */
export class UpdatePlan {
  readonly rows: VectorRoom<Int32Array>;
  readonly windows: VectorRoom<Uint32Array>;
  readonly blocks = {
    ticks: new Uint32Array(QUARTERS),
    rows: new Uint16Array(QUARTERS),
    columns: new Uint16Array(QUARTERS),
    windows: new Uint16Array(QUARTERS),
    gates: new Uint16Array(QUARTERS),
    sampleTicks: new Uint32Array(QUARTERS),
    reference: new Uint8Array(QUARTERS).fill(REFERENCE.off),
  };
  readonly #array: number;
  readonly #shape: Shape;
  readonly #columnVectors: Int32Array;
  readonly #gateVectors: Int32Array;
  /** One for each number of row and window vectors. */
  readonly #plans: (PulsePlan | undefined)[] = Array.from({ length: (QUARTERS + 1) ** 2 });

  /** @param gateCode of every gate throughout; undefined on an array without */
  constructor(array: number, { rows, columns }: Shape, gateCode: number | undefined) {
    this.#array = array;
    this.#shape = { rows, columns };
    this.rows = new VectorRoom(new Int32Array(QUARTERS * rows));
    this.windows = new VectorRoom(new Uint32Array(QUARTERS * WINDOW_EDGES * columns));
    this.#columnVectors = new Int32Array(columns).fill(SENSED);
    this.#gateVectors = gateCode === undefined ? new Int32Array(0) : new Int32Array(rows).fill(gateCode);
  }

  /** The plan as written; it shares this memory. */
  get plan(): PulsePlan {
    const place = this.rows.count * (QUARTERS + 1) + this.windows.count;
    return (this.#plans[place] ??= {
      array: this.#array,
      shape: this.#shape,
      gated: this.#gateVectors.length > 0,
      blocks: this.blocks,
      rowVectors: this.rows.vectors.subarray(0, this.rows.at),
      columnVectors: this.#columnVectors,
      windowVectors: this.windows.vectors.subarray(0, this.windows.at),
      gateVectors: this.#gateVectors,
    });
  }
}
