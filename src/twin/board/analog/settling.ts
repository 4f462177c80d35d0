/** How much of a step is still missing after so many time constants. */
const HELD_PARTS = 8;
const TAIL_PART = 1 / 64;

/**
 * Where an exponential is cut into holds, in time constants: eight that each fall by an eighth, the last of them cut
 * once more. In no hold is the exponential farther than an eighth of the step from its mean.
 */
export const SETTLING_CUTS: readonly number[] = [
  ...Array.from({ length: HELD_PARTS - 1 }, (_, cut) => Math.log(HELD_PARTS / (HELD_PARTS - 1 - cut))),
  -Math.log(TAIL_PART),
];

/**
 * Mean of e^-t between two times in time constants: a hold at it has the integral of the exponential.
 *
 * @param until may be Infinity with a `from` that is not
 */
export const meanMissing = (from: number, until: number): number =>
  until === from ? Math.exp(-from) : (-Math.exp(-from) * Math.expm1(from - until)) / (until - from);

/**
 * How much of a step of a first-order system has arrived.
 *
 * @param tauSeconds 0 for a system that is there at once
 */
export const settledPart = (seconds: number, tauSeconds: number): number =>
  tauSeconds === 0 ? 1 : -Math.expm1(-seconds / tauSeconds);
