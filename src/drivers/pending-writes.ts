import type { LinkError } from '../core/index.js';

type Done = (error?: Error | null) => void;

/**
 * The writes an operating system has not yet answered for. Ports differ in whether they call back writes that were
 * under way when they closed; here every one is settled.
 */
export class PendingWrites {
  readonly #waiting = new Set<(reason: LinkError) => void>();
  #onIdle: (() => void) | undefined;

  /**
   * @param start hands the bytes over and calls back when they are taken
   * @param lost makes the error of a write that failed
   */
  add(start: (done: Done) => void, lost: (cause: Error) => LinkError): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      start((error) => {
        this.#waiting.delete(reject);
        if (error) reject(lost(error));
        else resolve();
        if (this.#waiting.size === 0) this.#onIdle?.();
      });
    });
  }

  /** Calls back once nothing is under way: at once, or when the last write is taken. */
  whenIdle(callback: () => void): void {
    if (this.#waiting.size === 0) callback();
    else this.#onIdle = callback;
  }

  rejectAll(reason: LinkError): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const reject of waiting) reject(reason);
  }
}
