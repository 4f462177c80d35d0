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
