import { LinkError, type Clock } from '../core/index.js';
import { DICTIONARY_CRC, PROTOCOL_MAJOR, type HelloReply } from '../protocols/index.js';
import { boardRejection } from './board-rejection.js';
import type { Answer, BoardLink } from './board-link.js';

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
async function sayHello(link: BoardLink, clock: Clock, hostNonce: number): Promise<HelloReply> {
  let cancel: (() => void) | undefined;
  try {
    const answer = await new Promise<Answer<'hello'>>((resolve, reject) => {
      const failed = (error: LinkError): void => {
        // a late answer is no failure: hello is said several times
        if (error.code !== 'link-timeout') reject(error.code === 'link-lost' ? hungUp(link.where, error) : error);
      };
      const attempt = (tries: number): void => {
        link.greet(hostNonce, PROTOCOL_MAJOR).answer.then(resolve, failed);
        const next = (): void => (tries === TRIES ? reject(noAnswer(link.where)) : attempt(tries + 1));
        cancel = clock.after(INTERVAL_MILLISECONDS, next);
      };
      attempt(1);
    });
    if ('reply' in answer) return answer.reply;
    throw boardRejection(link.where, 'hello', answer.refused);
  } finally {
    cancel?.();
    // the other hellos; nobody listens to them any more
    link.abandon(noAnswer(link.where));
  }
}

/**
 * Opens the session.
 *
 * @throws LinkError `board-not-found` when nothing answers within 3 s, `board-busy` when the other side hangs up,
 *   `protocol-mismatch` when board and host do not speak the same
 */
export async function greet(link: BoardLink, clock: Clock, hostNonce: number): Promise<HelloReply> {
  link.window = TRIES;
  const reply = await sayHello(link, clock, hostNonce);
  assertSameDictionary(link.where, reply);
  link.window = Math.max(1, reply.maxInFlight);
  return reply;
}
