import type { Clock } from '../../core/index.js';
import type { BoardLink } from '../../drivers/index.js';
import type { Finding, Report } from './finding.js';
import { formatRoundTrips, summariseRoundTrips, type RoundTripSummary } from './round-trips.js';

const ROUND_TRIPS = 200;
/** A quartz is a hundred times better; so far off, pulse widths are wrong by as much. */
const WORST_DRIFT = 1e-3;

/**
 * How far a board's clock is from the host's. Both ends of the time are known to a round trip, no better.
 *
 * @param boardSeconds by the board's clock
 * @param hostSeconds by the host's clock
 * @param roundTripSeconds of the exchanges at both ends
 */
export function clockFinding(boardSeconds: number, hostSeconds: number, roundTripSeconds: number): Finding {
  const check = 'clock drift';
  if (boardSeconds === 0) {
    const says = "the board's clock runs only with what the board does, so that it has no drift to measure";
    return { check, state: 'n/a', says };
  }
  const drift = boardSeconds / hostSeconds - 1;
  const uncertainty = roundTripSeconds / hostSeconds;
  const found = `${(drift * 1e6).toFixed(0)} ppm, known to +-${(uncertainty * 1e6).toFixed(0)} ppm`;
  const data = { drift, uncertainty };
  if (Math.abs(drift) <= WORST_DRIFT + uncertainty) return { check, state: 'ok', says: found, data };
  const says = `${found}: pulses are as much too long or too short. Check the board's oscillator and its tick length.`;
  return { check, state: 'warn', says, data };
}

function discardedFinding(host: number, board: number, frames: number): Finding {
  const check = 'bad frames';
  const data = { roundTrips: ROUND_TRIPS, framesReceived: frames, discardedByHost: host, discardedByBoard: board };
  const found = `${host} discarded by the host, ${board} by the board in ${ROUND_TRIPS} round trips`;
  if (host + board === 0) return { check, state: 'ok', says: found, data };
  const says = `${found}. Bytes are lost or changed on the way: try another cable, a lower baud rate or no hub.`;
  return { check, state: 'warn', says, data };
}

function roundTripFinding(summary: RoundTripSummary): Finding {
  const data = { ...summary };
  return { check: 'round trip', state: 'ok', says: formatRoundTrips(summary), data };
}

/**
 * Asks the board for its status again and again and reports how the link took it.
 *
 * @param tickSeconds of the board's clock
 * @throws LinkError when an answer does not come
 */
export async function checkLink(link: BoardLink, tickSeconds: number, clock: Clock, report: Report): Promise<void> {
  const discarded = link.counts.framesDiscarded;
  const received = link.counts.framesReceived;
  const first = await link.request('status', {});
  const times: number[] = [];
  const begun = clock.now();
  let last = first;
  for (let trip = 0; trip < ROUND_TRIPS; trip += 1) {
    const asked = clock.now();
    last = await link.request('status', {});
    times.push(clock.now() - asked);
  }
  const hostSeconds = (clock.now() - begun) / 1e3;
  const boardSeconds = (last.boardTicks - first.boardTicks) * tickSeconds;
  const summary = summariseRoundTrips(times);
  const { framesDiscarded, framesReceived } = link.counts;
  const byBoard = last.framesDiscarded - first.framesDiscarded;
  report(discardedFinding(framesDiscarded - discarded, byBoard, framesReceived - received));
  report(roundTripFinding(summary));
  report(clockFinding(boardSeconds, hostSeconds, summary.maxMilliseconds / 1e3));
}
