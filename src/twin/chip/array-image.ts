import { ConfigError } from '../../core/index.js';

type Numbers = Float64Array | Float32Array | Uint8Array;

const bytesOf = ({ buffer, byteOffset, byteLength }: Numbers): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

export const imageLength = (parts: readonly Numbers[]): number =>
  parts.reduce((sum, { byteLength }) => sum + byteLength, 0);

/** The parts one after the other, to the last bit. */
export function imageOf(parts: readonly Numbers[]): Uint8Array {
  const image = new Uint8Array(imageLength(parts));
  let at = 0;
  for (const part of parts) {
    image.set(bytesOf(part), at);
    at += part.byteLength;
  }
  return image;
}

/**
 * Writes an image into the parts it was made of.
 *
 * @throws ConfigError `bad-data` where it was made of others
 */
export function loadImage(image: Uint8Array, parts: readonly Numbers[]): void {
  const expected = imageLength(parts);
  if (image.length !== expected) {
    throw new ConfigError(
      'bad-data',
      `The image of this array has ${expected} bytes, got ${image.length}. Load an image of an array of the same chip.`,
    );
  }
  let at = 0;
  for (const part of parts) {
    bytesOf(part).set(image.subarray(at, at + part.byteLength));
    at += part.byteLength;
  }
}
