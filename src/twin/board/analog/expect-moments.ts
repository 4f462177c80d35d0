import { expect } from 'vitest';

/** Chance results of a test with a fixed seed are one draw: so many standard errors are no chance. */
const STANDARD_ERRORS = 5;

/**
 * Holds samples to a mean and a standard deviation, each within five standard errors.
 *
 * @param kurtosis of the distribution: 3 of a normal one, less of a bounded one
 */
export function expectMoments(samples: ArrayLike<number>, mean: number, deviation: number, kurtosis = 3): void {
  const count = samples.length;
  expect(count).toBeGreaterThanOrEqual(10_000);
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < count; at += 1) {
    sum += samples[at]! - mean;
    squares += (samples[at]! - mean) ** 2;
  }
  expect(Math.abs(sum / count)).toBeLessThan((STANDARD_ERRORS * deviation) / Math.sqrt(count));
  const variance = deviation ** 2;
  expect(Math.abs(squares / count / variance - 1)).toBeLessThan(STANDARD_ERRORS * Math.sqrt((kurtosis - 1) / count));
}
