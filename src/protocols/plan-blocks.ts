import { ConfigError, REFERENCE, type PlanBlocks } from '../core/index.js';
import { getUint16, getUint32, putInt16, putInt32 } from './little-endian.js';

export const BLOCK_BYTES = 20;
const REFERENCES: number = Object.keys(REFERENCE).length;

export type BadBlock = 'bad-vector' | 'bad-reference' | 'bad-padding';

/** Vectors in each library of a plan. */
export interface Libraries {
  readonly rows: number;
  readonly columns: number;
  readonly windows: number;
  readonly gates: number;
}

/**
 * Throws unless the lists of blocks are as long as each other and name vectors that are there.
 *
 * @throws ConfigError `bad-argument`
 */
export function assertBlocks(blocks: PlanBlocks, libraries: Libraries): void {
  const { ticks, rows, columns, windows, gates, sampleTicks, reference } = blocks;
  for (const part of [rows, columns, windows, gates, sampleTicks, reference]) {
    if (part.length === ticks.length) continue;
    throw new ConfigError('bad-argument', `A plan of ${ticks.length} blocks has a list of ${part.length} for them.`);
  }
  for (let block = 0; block < ticks.length; block += 1) {
    const isKnown =
      rows[block]! < libraries.rows &&
      columns[block]! < libraries.columns &&
      windows[block]! < libraries.windows &&
      (gates[block]! < libraries.gates || (libraries.gates === 0 && gates[block] === 0));
    if (isKnown && reference[block]! < REFERENCES) continue;
    const what = isKnown ? `drives reference ${reference[block]}` : 'uses a vector that is not in its library';
    throw new ConfigError('bad-argument', `Block ${block} of the plan ${what}. Correct the plan.`, { block });
  }
}

/** @returns where the blocks end */
export function putBlocks(bytes: Uint8Array, start: number, blocks: PlanBlocks): number {
  let at = start;
  for (let block = 0; block < blocks.ticks.length; block += 1, at += BLOCK_BYTES) {
    putInt32(bytes, at, blocks.ticks[block]!);
    putInt32(bytes, at + 4, blocks.sampleTicks[block]!);
    putInt16(bytes, at + 8, blocks.rows[block]!);
    putInt16(bytes, at + 10, blocks.columns[block]!);
    putInt16(bytes, at + 12, blocks.windows[block]!);
    putInt16(bytes, at + 14, blocks.gates[block]!);
    putInt32(bytes, at + 16, blocks.reference[block]!);
  }
  return at;
}

/** The blocks of a plan; why they do not decode otherwise. The bytes must be there. */
export function getBlocks(
  bytes: Uint8Array,
  start: number,
  count: number,
  libraries: Libraries,
): PlanBlocks | BadBlock {
  const blocks = {
    ticks: new Uint32Array(count),
    rows: new Uint16Array(count),
    columns: new Uint16Array(count),
    windows: new Uint16Array(count),
    gates: new Uint16Array(count),
    sampleTicks: new Uint32Array(count),
    reference: new Uint8Array(count),
  };
  // without gates a block names vector 0 of none
  const gates = Math.max(1, libraries.gates);
  for (let block = 0, at = start; block < count; block += 1, at += BLOCK_BYTES) {
    blocks.ticks[block] = getUint32(bytes, at);
    blocks.sampleTicks[block] = getUint32(bytes, at + 4);
    const row = (blocks.rows[block] = getUint16(bytes, at + 8));
    const column = (blocks.columns[block] = getUint16(bytes, at + 10));
    const window = (blocks.windows[block] = getUint16(bytes, at + 12));
    const gate = (blocks.gates[block] = getUint16(bytes, at + 14));
    if (row >= libraries.rows || column >= libraries.columns || window >= libraries.windows || gate >= gates) {
      return 'bad-vector';
    }
    const reference = getUint16(bytes, at + 16);
    if (reference >= REFERENCES) return 'bad-reference';
    if (getUint16(bytes, at + 18) !== 0) return 'bad-padding';
    blocks.reference[block] = reference;
  }
  return blocks;
}
