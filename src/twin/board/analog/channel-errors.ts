import { randomStream } from '../../../core/index.js';

/**
 * A static error of every channel, drawn once: normal around 0. Channels are drawn in order, so that a board with more
 * lines has the same errors on the first of them.
 *
 * @param deviation standard deviation; 0 draws nothing
 * @param stream name of the stream
 */
export function drawChannelErrors(deviation: number, channels: number, seed: number, stream: string): Float64Array {
  const errors = new Float64Array(channels);
  if (deviation === 0) return errors;
  const drawn = randomStream(seed, stream);
  for (let channel = 0; channel < channels; channel += 1) errors[channel] = deviation * drawn.normal();
  return errors;
}
