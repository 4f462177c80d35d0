import {
  boardTicks,
  hostTime,
  LinkError,
  MICROVOLTS_PER_VOLT,
  volts,
  type Clock,
  type GroundingProof,
} from '../core/index.js';
import type { BoardLink } from './board-link.js';
import { boardRejection } from './board-rejection.js';
import type { OpenSession } from './open-session.js';

/** A board on its way out is waited for so long, first by request and then by line. */
const REQUEST_MILLISECONDS = 1000;
const LINE_MILLISECONDS = 500;

const proofOf = (grounded: number, microvolts: number, ticks: number, latency: number): GroundingProof => ({
  grounded: grounded === 1,
  residualVolts: volts(microvolts / MICROVOLTS_PER_VOLT),
  boardTicks: boardTicks(ticks),
  latency: hostTime(latency),
});

/** What was asked for before the outputs were grounded, and had not had its turn. */
export const notDone = (where: string): LinkError =>
  new LinkError('interrupted', `Not done: ${where} was grounded before its turn came. Nothing was driven for it.`, {
    where,
  });

/** Stops whatever the board does. What was not sent yet is given up: nothing that was asked before may drive a line after. */
export async function ground(session: OpenSession, clock: Clock): Promise<GroundingProof> {
  const { link } = session;
  const asked = clock.now();
  link.rejectWaiting(notDone(link.where));
  session.lock();
  const answer = await link.send('ground', {}, 0, true).answer;
  if ('refused' in answer) throw boardRejection(link.where, 'ground', answer.refused);
  const { grounded, residualMicrovolts, boardTicks } = answer.reply;
  return proofOf(grounded, residualMicrovolts, boardTicks, clock.now() - asked);
}

/** The promise's value, or undefined once the time is over or it has failed. */
async function within<Value>(clock: Clock, milliseconds: number, promise: Promise<Value>): Promise<Value | undefined> {
  let cancel: (() => void) | undefined;
  const over = new Promise<undefined>((resolve) => {
    cancel = clock.after(milliseconds, () => resolve(undefined));
  });
  try {
    return await Promise.race([promise.catch(() => undefined), over]);
  } finally {
    cancel?.();
  }
}

/** The way past all requests: a line that any board understands in any state, and its answer. */
async function abort(link: BoardLink, clock: Clock): Promise<GroundingProof> {
  const asked = clock.now();
  const heard = new Promise<GroundingProof>((resolve) => {
    link.onLine = (line) => {
      const match = /^GROUNDED ([01]) (\d+) (\d+)\s*$/.exec(line);
      if (match) resolve(proofOf(Number(match[1]), Number(match[2]), Number(match[3]), clock.now() - asked));
    };
  });
  await link.sendLine('ABOR');
  return heard;
}

/**
 * Grounds a board whose link may no longer work, within 1.5 s.
 *
 * @returns undefined where nothing came back
 */
export async function groundByAnyMeans(session: OpenSession, clock: Clock): Promise<GroundingProof | undefined> {
  const { link } = session;
  return (
    (await within(clock, REQUEST_MILLISECONDS, ground(session, clock))) ??
    (link.lost === undefined ? await within(clock, LINE_MILLISECONDS, abort(link, clock)) : undefined)
  );
}

export function groundingFailed(where: string, proof: GroundingProof | undefined): LinkError {
  const found =
    proof === undefined
      ? 'it answers neither requests nor ABOR'
      : `it still reads ${proof.residualVolts} V on a line that should be at 0 V`;
  return new LinkError(
    'grounding-failed',
    `The outputs of the board at ${where} are not known to be grounded: ${found}. Switch its supply off.`,
    { where, residualVolts: proof?.residualVolts ?? null },
  );
}
