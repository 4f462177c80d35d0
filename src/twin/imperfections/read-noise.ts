import { randomStream } from '../../core/index.js';
import type { CurrentEffect } from './sensing.js';

/**
 * Normal noise in proportion to each sensed current. Every read has a stream of its own, so that the noise of read n is
 * the same whatever was read before it, also on a chip put back where an earlier run left it.
 */
export function readNoise(relative: number, seed: number, array: number): CurrentEffect {
  return {
    memory: [],
    disturb({ amperes }, read) {
      const stream = randomStream(seed, `chip/${array}/read-noise/${read}`);
      for (let line = 0; line < amperes.length; line += 1) amperes[line]! *= 1 + relative * stream.normal();
    },
  };
}
