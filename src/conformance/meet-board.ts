import { CrossbarError, LinkError, type Clock } from '../core/index.js';
import type { Transport } from '../drivers/index.js';
import { decodeError, decodeIdentityDocument, DICTIONARY_CRC, ERROR_CODES, KINDS } from '../protocols/index.js';
import type { HelloReply, IdentityDocument } from '../protocols/index.js';
import { Bench } from './bench.js';
import { CheckFailed } from './check-failed.js';
import { ProbeHost } from './probe-host.js';
import { claimedProfile, type Profile } from './profile.js';
import type { Transcript } from './transcript.js';

export interface Meeting {
  readonly transport: Transport;
  /** Its address, for messages. */
  readonly where: string;
  readonly clock: Clock;
  /** A random u32 that is not 0. */
  readonly draw: () => number;
  /** To be held to; left out it is the finest the board says it has. */
  readonly profile: Profile | undefined;
  readonly transcripts: readonly Transcript[];
  readonly openFresh: (() => Promise<Transport>) | undefined;
}

/** A tty may lose the first bytes, and a board that its own port resets is deaf for a second or two. */
const TRIES = 10;
const INTERVAL_MILLISECONDS = 300;
/** What an identify reply has beside its piece. */
const IDENTIFY_OVERHEAD = 20 + 4 + 2;

async function greet(host: ProbeHost, { where, draw }: Meeting): Promise<HelloReply> {
  const nonce = draw();
  for (let tries = 0; tries < TRIES; tries += 1) {
    const hello = host.helloFrame(nonce);
    await host.send(hello);
    try {
      const answer = await host.answer(hello, INTERVAL_MILLISECONDS);
      const error = answer.kind === KINDS.error ? decodeError(answer.payload) : undefined;
      if (error?.ok === true && error.value.code === ERROR_CODES.busy) {
        const left = `for another ${error.value.measured} ms at most`;
        throw new LinkError('board-busy', `Another host has armed ${where}, ${left}. Close it first.`, { where });
      }
      return host.opened(answer, nonce);
    } catch (error) {
      if (!(error instanceof CheckFailed)) throw error;
    }
  }
  throw new LinkError(
    'board-not-found',
    `Nothing that can be understood answered hello at ${where}: ${TRIES} times in ` +
      `${(TRIES * INTERVAL_MILLISECONDS) / 1e3} s. Look at the link with: quarterwave doctor --board ${where}`,
    { where },
  );
}

async function readIdentity(host: ProbeHost, { maxBody }: HelloReply): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (let offset = 0, total = 1; offset < total;) {
    const reply = await host.ask('identify', { offset, count: Math.max(1, maxBody - IDENTIFY_OVERHEAD) });
    if (reply.piece.length === 0) throw new CheckFailed(`${reply.total} bytes of identity`, `${offset}`);
    total = reply.total;
    pieces.push(reply.piece);
    offset += reply.piece.length;
  }
  return Buffer.concat(pieces);
}

function documentIn(bytes: Uint8Array, where: string): IdentityDocument {
  const document = decodeIdentityDocument(bytes);
  if (document.ok) return document.value;
  const text = `The identity of the board at ${where} does not keep to identity.schema.json: ${document.reason}.`;
  throw new LinkError('protocol-mismatch', text, { where });
}

/** Nothing is played on a board that somebody has to look at first. */
function assertUsable({ state, dictionary }: HelloReply, where: string): void {
  if (dictionary !== DICTIONARY_CRC) {
    const [theirs, ours] = [dictionary, DICTIONARY_CRC].map((crc) => crc.toString(16).padStart(8, '0'));
    const text = `The board at ${where} was built from the dictionary ${theirs}, here it is ${ours}. Build it from this one.`;
    throw new LinkError('protocol-mismatch', text, { where, board: dictionary, host: DICTIONARY_CRC });
  }
  if (state === 'fault') {
    throw new CrossbarError('board-rejected', `The board at ${where} has latched a fault. Clear it first.`, { where });
  }
  if (state !== 'indeterminate') return;
  const text = `A plan was cut off at ${where}, and nobody has read its cells. Reconcile it first, by resuming its run.`;
  throw new CrossbarError('state-in-doubt', text, { where });
}

/**
 * Says hello and reads who the board is; drives nothing.
 *
 * @throws LinkError `board-not-found`, `board-busy`, `protocol-mismatch`; CrossbarError where the board is in a state
 *   that a person must look at
 */
export async function meetBoard(meeting: Meeting): Promise<Bench> {
  const { transport, where, clock, draw, profile, transcripts, openFresh } = meeting;
  const host = new ProbeHost(transport, { clock, draw });
  const hello = await greet(host, meeting);
  assertUsable(hello, where);
  const identityBytes = await readIdentity(host, hello);
  const document = documentIn(identityBytes, where);
  const chosen = profile ?? claimedProfile(document.limits);
  return new Bench({ host, clock, draw, hello, document, identityBytes, profile: chosen, transcripts, openFresh });
}
