import { asCrossbarError, CrossbarError, type Board, type GroundingProof } from '../../core/index.js';

/** @throws CrossbarError `grounding-failed` where the board reads back anything but 0 V */
export async function provenGround(board: Board): Promise<GroundingProof> {
  const proof = await board.ground();
  if (proof.grounded) return proof;
  throw new CrossbarError(
    'grounding-failed',
    `${board.uri} still reads ${proof.residualVolts} V after grounding. Switch the board's supply off before touching the chip.`,
    { board: board.uri, residualVolts: proof.residualVolts },
  );
}

/**
 * A board that answers and is still not at 0 V matters more than whatever came before it; where the link is gone too,
 * what came before is the news and the missing proof is added to it.
 */
export function asGroundingFailure(error: unknown, before: unknown): CrossbarError {
  const grounding = asCrossbarError(error, 'grounding-failed', 'The board could not be grounded');
  if (!(before instanceof CrossbarError) || grounding.code === 'grounding-failed') return grounding;
  return new CrossbarError(
    before.code,
    `${before.message} Its outputs could not be proven grounded: ${grounding.message}`,
    { ...before.details, grounded: false },
    before,
  );
}
