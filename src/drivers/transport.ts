import type { LinkError } from '../core/index.js';

/**
 * An open way to a board that carries bytes and knows nothing of what they mean. Every `open*Transport` function gives
 * one, and one contract suite (test/contract) holds them all to this:
 *
 * - Bytes arrive once, whole and in order, in any chunking.
 * - The two handlers are assigned in the same turn in which the open function's promise resolved; a board is silent
 *   until it is spoken to, so nothing can be missed.
 * - `onClosed` is called exactly once: with no reason after `close()`, with a LinkError `link-lost` when the other side
 *   or the port went away. After it `onBytes` is not called again.
 */
export interface Transport {
  /** Takes the bytes of the other side. They are the receiver's from then on. */
  onBytes: (bytes: Uint8Array) => void;
  onClosed: (reason: LinkError | undefined) => void;
  /**
   * Resolves when the operating system (or, in process, the other side's inbox) has taken the bytes; that says nothing
   * about the board having seen them. The bytes are the transport's until then: the caller does not change them.
   * A caller that waits for each write, or keeps a bounded number outstanding, is never buffered without bound.
   *
   * @throws LinkError `link-lost` when the transport is closed or lost before they were handed over
   */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Lets go of the port after what was written is handed over, within a second. Idempotent: every call resolves once
   * the port is free (a USB device that hangs is freed some seconds later, see docs/adr/0006). Never rejects.
   */
  close(): Promise<void>;
}

/** A handler for those who do not listen. */
export const ignore = (): void => {};

/** A close that the other side does not help along is forced after this long. */
export const CLOSE_MILLISECONDS = 1000;
