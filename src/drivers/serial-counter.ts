/** Boards keep the records of at least so many serials. */
const RECORDS_KEPT = 64;

/**
 * Hands out the serials of one board in turn. A serial that is known not to have been fired is handed out again, since a
 * board fires none but the next.
 */
export class SerialCounter {
  #next: number;
  #lastSpent: number;
  readonly #unspent = new Set<number>();

  /** @param last the highest serial the board has fired */
  constructor(last: number) {
    this.#next = last + 1;
    this.#lastSpent = last;
  }

  take(): number {
    this.#next += 1;
    return this.#next - 1;
  }

  /** The board has fired it. */
  spend(serial: number): void {
    this.#unspent.delete(serial);
    this.#lastSpent = Math.max(this.#lastSpent, serial);
    this.#next = Math.max(this.#next, serial + 1);
  }

  /** The board has certainly not fired it. */
  giveBack(serial: number): void {
    if (serial >= this.#next || serial <= this.#lastSpent) return;
    this.#unspent.add(serial);
    // those after it that are still with somebody will come back refused
    while (this.#unspent.delete(this.#next - 1)) this.#next -= 1;
  }

  /** Whether a board that knows nothing of a serial has not fired it, or may have forgotten. */
  isWithinRecords(serial: number): boolean {
    return serial > this.#next - RECORDS_KEPT;
  }
}
