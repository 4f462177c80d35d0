import { ReadlineParser } from '@serialport/parser-readline';

const LINE_FEED = Buffer.from('\n');

/**
 * Text lines through serialport's ReadlineParser. It is given one whole line at a time, never the port: it buffers
 * without bound and quadratically, and would find line feeds inside frames.
 */
export class LineReader {
  readonly #parser = new ReadlineParser({ delimiter: '\n', encoding: 'ascii', readableObjectMode: true });

  /** @param line printable bytes without their line feed, not empty */
  read(line: Uint8Array): string {
    this.#parser.write(Buffer.concat([line, LINE_FEED]));
    return String(this.#parser.read());
  }
}
