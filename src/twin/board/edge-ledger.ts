const FIRST_CAPACITY = 1024;
const MOST_COUNTED = 255;

/**
 * How often each serial really made edges, counted where the pulses are applied and nowhere else. For tests: whatever
 * the link did, no serial may stand above 1.
 */
export class EdgeLedger {
  #counts = new Uint8Array(FIRST_CAPACITY);
  #first: number | undefined;
  #total = 0;

  /** Executions since the twin was made. */
  get total(): number {
    return this.#total;
  }

  count(serial: number): void {
    this.#first ??= serial;
    const at = serial - this.#first;
    if (at >= this.#counts.length) {
      const larger = new Uint8Array(2 * (at + 1));
      larger.set(this.#counts);
      this.#counts = larger;
    }
    this.#counts[at] = Math.min(MOST_COUNTED, this.#counts[at]! + 1);
    this.#total += 1;
  }

  executions(serial: number): number {
    return this.#first === undefined ? 0 : (this.#counts[serial - this.#first] ?? 0);
  }
}
