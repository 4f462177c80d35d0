import type { Duplex } from 'node:stream';
import type { Twin } from './twin.js';

/** Bytes that may wait for a client that does not read before the twin stops talking to it. */
const MAX_WAITING_BYTES = 2 ** 22;

/** Ends whatever an earlier client left unfinished. */
const DELIMITER = Uint8Array.of(0);

/**
 * Joins a twin to one end of a stream of bytes. What a client does not take in time is dropped, as a real board's
 * output would be.
 *
 * @returns ends it; the stream is left as it is
 */
export function attachStream(twin: Twin, stream: Duplex): () => void {
  const send = (bytes: Uint8Array): void => {
    if (!stream.destroyed && stream.writableLength < MAX_WAITING_BYTES) stream.write(bytes);
  };
  const take = (bytes: Uint8Array): void => {
    // an event and the reply it belongs to leave together
    stream.cork();
    twin.receive(bytes);
    stream.uncork();
  };
  twin.receive(DELIMITER);
  twin.onSend = send;
  stream.on('data', take);
  return () => {
    stream.off('data', take);
    if (twin.onSend === send) twin.onSend = () => {};
  };
}
