/** One plan runs while the next is uploaded; where plans are short, more of them wait on the board. */
const LEAST_IN_FLIGHT = 2;
const MOST_IN_FLIGHT = 16;
/** What is in flight keeps the board busy for so long: a host may be away for some milliseconds at any time. */
const AHEAD_SECONDS = 8e-3;

/**
 * Whether one more plan may be sent to a board.
 *
 * @param inFlightSeconds how long each plan takes that was sent and is not over
 * @param maxPlans plans that the board holds at once
 */
export function hasCredit(inFlightSeconds: readonly number[], maxPlans: number): boolean {
  const count = inFlightSeconds.length;
  if (count < LEAST_IN_FLIGHT) return true;
  if (count >= Math.min(maxPlans, MOST_IN_FLIGHT)) return false;
  return inFlightSeconds.reduce((sum, seconds) => sum + seconds, 0) < AHEAD_SECONDS;
}
