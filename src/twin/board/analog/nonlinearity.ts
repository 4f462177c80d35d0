import { randomStream } from '../../../core/index.js';

/** How far a converter is from the straight line between its end points, in steps. */
export type Nonlinearity = (fractionOfFullScale: number) => number;

/** Smooth: a converter's segments, not its single codes. */
const WAVES = 4;
const BOW_SHARE = 0.5;

/**
 * Draws the integral nonlinearity of one channel: half of the bound goes to a bow c (1 - u^2), the other half to waves
 * c_k sin(k pi (u + 1) / 2), k = 2 .. 5, with every c uniform in +- its share. So it is 0 at both ends of the range,
 * never beyond the bound, 0 in the mean over boards, and its variance at u is
 * (bow^2 (1 - u^2)^2 + wave^2 sum sin^2(k pi (u + 1) / 2)) / 3, bow and wave being the shares of one term.
 *
 * @param boundLsb in steps of the converter; 0 draws nothing
 * @param stream name of the channel's stream
 */
export function drawNonlinearity(boundLsb: number, seed: number, stream: string): Nonlinearity | undefined {
  if (boundLsb === 0) return undefined;
  const drawn = randomStream(seed, stream);
  const within = (most: number): number => most * (2 * drawn.uniform() - 1);
  const bow = within(BOW_SHARE * boundLsb);
  const waves = Array.from({ length: WAVES }, () => within(((1 - BOW_SHARE) * boundLsb) / WAVES));
  return (fraction) => {
    const u = Math.max(-1, Math.min(1, fraction));
    let sum = bow * (1 - u * u);
    for (let wave = 0; wave < WAVES; wave += 1) sum += waves[wave]! * Math.sin((wave + 2) * (Math.PI / 2) * (u + 1));
    return sum;
  };
}
