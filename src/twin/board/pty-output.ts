import { writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/** Waits between tries while nobody reads, milliseconds. */
const FIRST_WAIT = 1;
const LONGEST_WAIT = 50;

/**
 * Writes to the master of a pseudo-terminal. Not by node's own stream: libuv writes to it blocking, and once the 4 KiB of
 * the terminal are full waits for ever for a reader that may live in this very process. The descriptor does not block, so
 * that a write either takes what there is room for or says EAGAIN.
 */
export function ptyOutput(descriptor: number): Writable {
  let retry: NodeJS.Timeout | undefined;
  const write = (bytes: Uint8Array, wait: number, done: (error?: Error | null) => void): void => {
    let rest = bytes;
    let nextWait = wait;
    try {
      while (rest.length > 0) {
        rest = rest.subarray(writeSync(descriptor, rest));
        nextWait = FIRST_WAIT;
      }
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EAGAIN') {
        done(thrown as Error);
        return;
      }
      retry = setTimeout(() => write(rest, Math.min(LONGEST_WAIT, 2 * nextWait), done), nextWait);
      return;
    }
    done();
  };
  return new Writable({
    decodeStrings: true,
    write: (bytes: Buffer, _, done) => write(bytes, FIRST_WAIT, done),
    destroy: (error, done) => {
      clearTimeout(retry);
      done(error);
    },
  });
}
