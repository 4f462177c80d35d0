import { CrossbarError } from '../core/index.js';

function refuseSilentLoss(key: string, value: unknown): unknown {
  // JSON.stringify writes null for these, and the loss is seen only by the reader of the run
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new CrossbarError('bad-data', `'${key}' is ${value}, which JSON cannot hold. Leave it out or write null.`);
  }
  if (typeof value === 'bigint') {
    throw new CrossbarError('bad-data', `'${key}' is a bigint, which JSON cannot hold. Write it as text.`);
  }
  // a typed array would become an object with an index for every key
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  return value;
}

/**
 * JSON that is read back as it was written: typed arrays become arrays, and what JSON cannot represent is refused.
 *
 * @throws CrossbarError `bad-data` naming the key of a NaN, an infinity or a bigint
 */
export const strictJson = (value: unknown, indent?: number): string => JSON.stringify(value, refuseSilentLoss, indent);
