import type { ByteLink } from '../../src/core/index.js';
import { Demultiplexer, encodeFrame, type Frame } from '../../src/protocols/index.js';

/** How a firmware is wrong, between the wire and a board that is right. */
export interface Breakage {
  /** What the board hears instead of a frame. */
  readonly toBoard?: (frame: Frame) => readonly Frame[];
  /** What the host hears instead of a frame. */
  readonly toHost?: (frame: Frame) => readonly Frame[];
  /** What is said to a frame before the board hears it. */
  readonly blurts?: (frame: Frame) => readonly Frame[];
  /** Whether bytes get lost before anybody looks at them. */
  readonly loses?: (bytes: Uint8Array) => boolean;
  /** What is answered to a line in the board's place; undefined leaves it to the board. */
  readonly line?: (line: string) => string | undefined;
}

type Whole = { readonly frame: Frame } | { readonly line: string };

/** The one frame or line that the bytes are; undefined where they are less or more. */
function whole(bytes: Uint8Array): Whole | undefined {
  const found: (Whole | undefined)[] = [];
  const demultiplexer = new Demultiplexer({
    maxBody: 0xffff,
    onFrame: (frame) => found.push({ frame }),
    onLine: (line) => found.push({ line }),
    onDiscarded: () => found.push(undefined),
  });
  demultiplexer.receive(bytes);
  const last = bytes.at(-1);
  return found.length === 1 && (last === 0 || last === 0x0a) ? found[0] : undefined;
}

/** A board with a firmware that is wrong in one thing. */
export function broken(board: ByteLink, { toBoard, toHost, blurts, loses, line }: Breakage): ByteLink {
  const link: ByteLink = {
    onSend: () => {},
    receive(bytes) {
      if (loses?.(bytes) === true) return;
      const heard = whole(bytes);
      if (heard === undefined) {
        board.receive(bytes);
      } else if ('frame' in heard) {
        for (const frame of blurts?.(heard.frame) ?? []) link.onSend(encodeFrame(frame));
        for (const frame of toBoard?.(heard.frame) ?? [heard.frame]) board.receive(encodeFrame(frame));
      } else {
        const answer = line?.(heard.line);
        if (answer === undefined) board.receive(bytes);
        else link.onSend(Buffer.from(`${answer}\n`));
      }
    },
  };
  board.onSend = (bytes) => {
    const said = whole(bytes);
    if (said === undefined || !('frame' in said) || toHost === undefined) link.onSend(bytes);
    else for (const frame of toHost(said.frame)) link.onSend(encodeFrame(frame));
  };
  return link;
}
