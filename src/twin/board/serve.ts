import type { Readable, Writable } from 'node:stream';
import type { Twin } from './twin.js';

/** Bytes that may wait for a client that does not read before the twin stops talking to it. */
const MAX_WAITING_BYTES = 2 ** 22;

/** Ends whatever an earlier client left unfinished. */
const DELIMITER = Uint8Array.of(0);

/**
 * Joins a twin to the two directions of a stream of bytes. What a client does not take in time is dropped, as a real
 * board's output would be.
 *
 * @returns ends it; the streams are left as they are
 */
export function attachStreams(twin: Twin, input: Readable, output: Writable): () => void {
  const send = (bytes: Uint8Array): void => {
    if (!output.destroyed && output.writableLength < MAX_WAITING_BYTES) output.write(bytes);
  };
  const take = (bytes: Uint8Array): void => {
    // an event and the reply it belongs to leave together
    output.cork();
    twin.receive(bytes);
    output.uncork();
  };
  twin.receive(DELIMITER);
  twin.onSend = send;
  input.on('data', take);
  return () => {
    input.off('data', take);
    if (twin.onSend === send) twin.onSend = () => {};
  };
}
