import { randomStream } from '../../../core/index.js';

/** What each channel adds to one conversion. */
export type ConversionNoise = () => number;

const silent: ConversionNoise = () => 0;

/**
 * Normal noise of the channels of one conversion, in their order. Every conversion has a stream of its own, so that its
 * noise is the same whatever was converted before it.
 *
 * @param deviation standard deviation; 0 draws nothing
 * @param stream name of the conversion's stream
 */
export function conversionNoise(deviation: number, seed: number, stream: string): ConversionNoise {
  if (deviation === 0) return silent;
  const drawn = randomStream(seed, stream);
  return () => deviation * drawn.normal();
}
