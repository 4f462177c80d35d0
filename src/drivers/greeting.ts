import { LinkError, type Clock } from '../core/index.js';
import { DICTIONARY_CRC, ERROR_CODES, PROTOCOL_MAJOR, type HelloReply } from '../protocols/index.js';
import { boardRejection } from './board-rejection.js';
import type { BoardLink } from './board-link.js';
import type { Answer } from './ticket.js';

/**
 * A tty may lose the first bytes, and a board that its own port resets (DTR) is deaf for a second or two. So hello is
 * said again and again until it is answered.
 */
const TRIES = 10;
const INTERVAL_MILLISECONDS = 300;

function noAnswer(where: string): LinkError {
  const waited = (TRIES * INTERVAL_MILLISECONDS) / 1000;
  return new LinkError(
    'board-not-found',
    `Nothing answered hello at ${where}: ${TRIES} times in ${waited} s. Check that this is the port of a quarterwave ` +
      'board, that the board is switched on, and the baud rate.',
    { where },
  );
}

/** A board with a host hangs up on the next. */
const hungUp = (where: string, cause: LinkError): LinkError =>
  new LinkError(
    'board-busy',
    `${where} hung up before it answered hello: another host has the board, or it is no quarterwave board. Close the ` +
      'other host, or check the address.',
    { where },
    cause,
  );

const hex = (crc: number): string => crc.toString(16).padStart(8, '0');

function assertSameDictionary(where: string, { dictionary }: HelloReply): void {
  if (dictionary === DICTIONARY_CRC) return;
  throw new LinkError(
    'protocol-mismatch',
    `The board at ${where} was built from another message dictionary (${hex(dictionary)}, here ` +
      `${hex(DICTIONARY_CRC)}). Update its firmware or this program.`,
    { where, board: dictionary, host: DICTIONARY_CRC },
  );
}

/** Says hello until the first answer, whichever hello it is to. */
async function sayHello(link: BoardLink, clock: Clock, hostNonce: number, previous: number): Promise<Answer<'hello'>> {
  let cancel: (() => void) | undefined;
  try {
    return await new Promise<Answer<'hello'>>((resolve, reject) => {
      const failed = (error: LinkError): void => {
        // a late answer is no failure: hello is said several times
        if (error.code !== 'link-timeout') reject(error.code === 'link-lost' ? hungUp(link.where, error) : error);
      };
      const attempt = (tries: number): void => {
        link.greet(hostNonce, PROTOCOL_MAJOR, previous).answer.then(resolve, failed);
        const next = (): void => (tries === TRIES ? reject(noAnswer(link.where)) : attempt(tries + 1));
        cancel = clock.after(INTERVAL_MILLISECONDS, next);
      };
      attempt(1);
    });
  } finally {
    cancel?.();
    // the other hellos; nobody listens to them any more
    link.abandon(noAnswer(link.where));
  }
}

/** The host before may have died: its lease ends by itself, at most so much later. */
const LONGEST_LEASE_MILLISECONDS = 10_000;

const busy = (where: string): LinkError =>
  new LinkError(
    'board-busy',
    `Another host has armed the board at ${where} and goes on using it. Close that one first.`,
    { where },
  );

/**
 * Opens the session. A board that another host has armed is waited for until that host's lease would have ended.
 *
 * @param previous the session that this one goes on from; 0 for none
 * @throws LinkError `board-not-found` when nothing answers within 3 s, `board-busy` when the other side hangs up or
 *   serves another host, `protocol-mismatch` when board and host do not speak the same
 */
export async function greet(link: BoardLink, clock: Clock, hostNonce: number, previous: number): Promise<HelloReply> {
  const until = clock.now() + LONGEST_LEASE_MILLISECONDS;
  for (;;) {
    link.openWindow(TRIES, Infinity);
    const answer = await sayHello(link, clock, hostNonce, previous);
    if ('reply' in answer) {
      assertSameDictionary(link.where, answer.reply);
      link.openWindow(Math.max(1, answer.reply.maxInFlight), answer.reply.receiveBytes);
      return answer.reply;
    }
    const { refused } = answer;
    if (refused.code !== ERROR_CODES.busy) throw boardRejection(link.where, 'hello', refused);
    const free = clock.now() + refused.measured;
    if (free > until) throw busy(link.where);
    await new Promise<void>((resolve) => clock.after(refused.measured + 1, resolve));
  }
}
