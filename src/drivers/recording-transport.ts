import type { RecordingFile } from './recording-file.js';
import { ignore, type Transport } from './transport.js';

/** Any transport, with every byte on it written down before it travels on. */
class RecordingTransport implements Transport {
  onBytes: (bytes: Uint8Array) => void = ignore;
  onClosed: Transport['onClosed'] = ignore;
  readonly #inner: Transport;
  readonly #file: RecordingFile;

  constructor(inner: Transport, file: RecordingFile) {
    this.#inner = inner;
    this.#file = file;
    inner.onBytes = (bytes) => {
      file.write('to-host', bytes);
      this.onBytes(bytes);
    };
    inner.onClosed = (reason) => this.onClosed(reason);
  }

  write(bytes: Uint8Array): Promise<void> {
    this.#file.write('to-board', bytes);
    return this.#inner.write(bytes);
  }

  async close(): Promise<void> {
    await this.#inner.close();
    this.#file.close();
  }
}

/**
 * Records a link. The order of the lines is the order of cause: what the host sent stands before the answer to it, and an
 * answer before what the host made of it.
 *
 * @param transport just opened; it is the recording's from then on
 * @param file closed with the transport
 */
export const recordTransport = (transport: Transport, file: RecordingFile): Transport =>
  new RecordingTransport(transport, file);
