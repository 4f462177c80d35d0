import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** One seeded sequence of random numbers. */
export interface RandomStream {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
}

/** FNV-1a over UTF-16 code units with murmur3's finaliser: near names and seeds end far apart. */
function hashName(name: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < name.length; i += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** xoroshiro128+ starts from a nearly empty state; its first numbers are not yet random. */
const WARM_UP = 20;

/**
 * A stream of its own for every use, picked by name (`split/0/order/3`), so that drawing more in one place never shifts
 * what another place draws. The same seed and name always give the same numbers.
 */
export function randomStream(seed: number, name: string): RandomStream {
  const generator = xoroshiro128plus(hashName(name, seed));
  for (let i = 0; i < WARM_UP; i += 1) generator.next();
  let spare: number | undefined;
  const uniform = (): number => uniformFloat64(generator);
  return {
    uniform,
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}

/** The numbers 0..count-1 in an order drawn from the stream (Fisher-Yates). */
export function shuffledIndices(count: number, stream: RandomStream): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = Math.floor(stream.uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
