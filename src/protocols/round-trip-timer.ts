/** Bounds of the time after which something is sent again, in milliseconds. */
export const MIN_TIMEOUT = 25;
export const MAX_TIMEOUT = 2000;
/** Before the first measured round trip. */
const FIRST_TIMEOUT = 200;
/** Least that is allowed for variation: a system timer's step (G in RFC 6298). */
const GRANULARITY = 1;

const SMOOTHING = 1 / 8;
const VARIATION_SMOOTHING = 1 / 4;

/** How long a round trip takes and when to stop waiting for one: RFC 6298, in milliseconds. */
export interface RoundTripTimer {
  /** Smoothed round trip (SRTT) and its variation (RTTVAR); undefined before the first. */
  readonly smoothed: number | undefined;
  readonly variation: number;
  /** RTO: how long to wait now, backing off included. */
  readonly timeout: number;
}

export const freshTimer: RoundTripTimer = { smoothed: undefined, variation: 0, timeout: FIRST_TIMEOUT };

/** How long to wait, not backed off. */
const timeoutOf = ({ smoothed, variation }: Omit<RoundTripTimer, 'timeout'>): number =>
  smoothed === undefined
    ? FIRST_TIMEOUT
    : Math.min(MAX_TIMEOUT, Math.max(MIN_TIMEOUT, smoothed + Math.max(GRANULARITY, 4 * variation)));

/** After a round trip was measured; one of a frame that was sent twice must not be (Karn). */
export function measured(timer: RoundTripTimer, milliseconds: number): RoundTripTimer {
  const { smoothed: before } = timer;
  const smoothed = before === undefined ? milliseconds : (1 - SMOOTHING) * before + SMOOTHING * milliseconds;
  const variation =
    before === undefined
      ? milliseconds / 2
      : (1 - VARIATION_SMOOTHING) * timer.variation + VARIATION_SMOOTHING * Math.abs(before - milliseconds);
  return { smoothed, variation, timeout: timeoutOf({ smoothed, variation }) };
}

/**
 * After waiting in vain: twice as long the next time, and until a round trip is measured again. To fall back sooner would
 * flood a link on which one large frame takes longer than the timeout.
 */
export const backedOff = ({ smoothed, variation, timeout }: RoundTripTimer): RoundTripTimer => ({
  smoothed,
  variation,
  timeout: Math.min(MAX_TIMEOUT, 2 * timeout),
});
