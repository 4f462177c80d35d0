import { LinkError } from '../core/index.js';
import { BODY_OVERHEAD, encodeReply, ERROR_CODES } from '../protocols/index.js';
import type { BoardLink } from './board-link.js';
import type { Answer } from './ticket.js';

const CODE_BYTES = 4;
const MOST_CODES = 0xffff;
const NO_CODES = new Int32Array(0);
/** What a reply has beside its codes. */
const PIECE_OVERHEAD = BODY_OVERHEAD + encodeReply('samples', { total: 0, codes: new Int32Array(0) }).length;

function notServed(where: string, serial: number, what: string): LinkError {
  return new LinkError(
    'protocol-mismatch',
    `The board at ${where} has done serial ${serial} and does not serve the currents it sampled: ${what}. ` +
      'They are lost; the cells are as the plan left them. Mend its firmware: protocol.md, section 9, says what it must serve.',
    { where, serial },
  );
}

/** Of a board that was grounded after the plan and before it came to this. */
const wasOvertaken = (answer: Answer<'samples'>): boolean =>
  'refused' in answer && answer.refused.code === ERROR_CODES['not-released'];

/** What is wrong with one piece; undefined where it is as it has to be. */
function faultOf(answer: Answer<'samples'>, total: number, offset: number, count: number): string | undefined {
  if ('refused' in answer) return `it refused with error ${answer.refused.code} (${answer.refused.text})`;
  const { reply } = answer;
  if (reply.total !== total) return `it has sampled ${reply.total} currents, and the plan asks for ${total}`;
  if (reply.codes.length === count) return undefined;
  return `it served ${reply.codes.length} of the ${count} currents asked for from number ${offset} on`;
}

/**
 * Asks for the currents that a plan samples, before it has run: to be called right behind its fire, as a board serves
 * those of its last plan only. For the same reason nothing can be asked for a second time: plans that are fired next
 * may be on their way by then. So a board must serve as many at once as its bodies hold.
 *
 * @param total how many the plan samples
 * @param maxBody largest body the board sends, bytes
 * @returns ADC codes; undefined where the link was lost meanwhile, or the board was grounded before they had their turn
 * @throws LinkError `protocol-mismatch` where the board does not serve what a plan that is done has sampled
 */
export async function fetchSamples(
  link: BoardLink,
  serial: number,
  total: number,
  maxBody: number,
): Promise<Int32Array | undefined> {
  if (total === 0) return NO_CODES;
  const size = Math.min(MOST_CODES, Math.floor((maxBody - PIECE_OVERHEAD) / CODE_BYTES));
  const tickets = Array.from({ length: Math.ceil(total / size) }, (_, piece) =>
    link.send('samples', { serial, offset: piece * size, count: size }),
  );
  const answers = await Promise.all(tickets.map(({ answer }) => answer)).catch(() => undefined);
  if (answers === undefined || answers.some(wasOvertaken)) return undefined;
  const codes = new Int32Array(total);
  for (const [piece, answer] of answers.entries()) {
    const offset = piece * size;
    const fault = faultOf(answer, total, offset, Math.min(size, total - offset));
    if (fault !== undefined) throw notServed(link.where, serial, fault);
    if ('reply' in answer) codes.set(answer.reply.codes, offset);
  }
  return codes;
}
