import { LinkError } from '../core/index.js';

/** The link to a board went away while it was open. */
export const linkLost = (where: string, what: string, cause?: unknown): LinkError =>
  new LinkError(
    'link-lost',
    `Lost the link to ${where}: ${what}. Check the cable and the board's power, then open it again.`,
    { where },
    cause,
  );

/** Something was asked of a link that this program has closed itself. */
export const linkClosed = (where: string): LinkError =>
  new LinkError('link-lost', `The link to ${where} is closed. Open the board again.`, { where });

/** A board that owes an answer and has said nothing, or everything but that. */
export const notAnswered = (where: string, request: string, milliseconds: number): LinkError =>
  new LinkError(
    'link-timeout',
    `The board at ${where} did not answer ${request} within ${Math.round(milliseconds)} ms. ` +
      'Check that it is switched on and not busy, then open it again.',
    { where, request, milliseconds },
  );

/** The session is of an earlier boot. */
export const boardRestarted = (where: string): LinkError =>
  new LinkError('link-lost', `The board at ${where} has restarted. Check its power, then open it again.`, { where });

/** The board has not restarted, so that another host must have said hello. */
export const boardTaken = (where: string): LinkError =>
  new LinkError(
    'board-busy',
    `Another host has taken the board at ${where}. Close that one before you open the board again.`,
    { where },
  );
