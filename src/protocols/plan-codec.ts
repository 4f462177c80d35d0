import * as crypto from 'node:crypto';
import { ConfigError, WINDOW_EDGES, type PulsePlan } from '../core/index.js';
import { decoded, undecodable, type Decoded } from './decoded.js';
import { getUint16, getUint32, putInt16, putInt32 } from './little-endian.js';
import { assertBlocks, BLOCK_BYTES, getBlocks, putBlocks, type BadBlock, type Libraries } from './plan-blocks.js';
import { codeForms, DENSE, getCodeVectors, LEAST_CODE_VECTOR_BYTES, putCodeVectors } from './plan-code-vectors.js';
import { getWindowVectors, LEAST_WINDOW_VECTOR_BYTES, putWindowVectors, windowForms } from './plan-window-vectors.js';
import { unfilledBytes } from './unfilled-bytes.js';

/** `QWPL`, then the version of this layout. */
const PLAN_MAGIC = 0x4c505751;
const PLAN_VERSION = 2;
const HEADER_BYTES = 20;
const CODE_BYTES = 4;
const ID_HEX_DIGITS = 32;
/** Of all vectors written out in full, a window being two: what a few bytes stand for must have an end. */
const MOST_NUMBERS = 2 ** 24;

export type BadPlan = 'not-a-plan' | 'unknown-version' | 'bad-shape' | 'wrong-length' | 'too-many-numbers' | BadBlock;

type PlanLibraries = Pick<PulsePlan, 'rowVectors' | 'columnVectors' | 'windowVectors' | 'gateVectors'>;

function checked(what: string, value: number, most: number, least = 0): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ConfigError(
    'bad-argument',
    `The plan's ${what} is ${value}; it must be a whole number from ${least} to ${most}`,
    { field: what },
  );
}

/** Of every vector in full, a window being two. */
const numbersOf = (libraries: Libraries, rows: number, columns: number): number =>
  (libraries.rows + libraries.gates) * rows + (libraries.columns + WINDOW_EDGES * libraries.windows) * columns;

/** How many vectors each library has; all of them whole. */
function librariesOf(plan: PulsePlan, rows: number, columns: number): Libraries {
  const libraries = {
    rows: checked('number of row vectors', plan.rowVectors.length / rows, 0xffff),
    columns: checked('number of column vectors', plan.columnVectors.length / columns, 0xffff),
    windows: checked('number of window vectors', plan.windowVectors.length / (WINDOW_EDGES * columns), 0xffff),
    gates: checked(
      'number of gate vectors',
      plan.gateVectors.length / rows,
      plan.gated ? 0xffff : 0,
      plan.gated ? 1 : 0,
    ),
  };
  checked('total of numbers in all vectors', numbersOf(libraries, rows, columns), MOST_NUMBERS);
  return libraries;
}

/**
 * A plan as the board holds and hashes it: the same plan always has the same bytes.
 *
 * @throws ConfigError where the plan's arrays do not fit its shape or a number does not fit its field
 */
export function encodePlan(plan: PulsePlan): Uint8Array {
  const rows = checked('rows', plan.shape.rows, 0xffff, 1);
  // one column less than fits the field, so that no number of named columns is taken for the mark of a dense vector
  const columns = checked('columns', plan.shape.columns, DENSE - 1, 1);
  const blocks = checked('blocks', plan.blocks.ticks.length, 0xffff);
  const libraries = librariesOf(plan, rows, columns);
  assertBlocks(plan.blocks, libraries);
  const rowForms = codeForms(plan.rowVectors, rows);
  const columnForms = codeForms(plan.columnVectors, columns);
  const windows = windowForms(plan.windowVectors, columns);
  const gateForms = codeForms(plan.gateVectors, rows);
  const vectorBytes = rowForms.bytes + columnForms.bytes + windows.bytes + gateForms.bytes;
  const bytes = unfilledBytes(HEADER_BYTES + blocks * BLOCK_BYTES + vectorBytes);
  putInt32(bytes, 0, PLAN_MAGIC);
  bytes[4] = PLAN_VERSION;
  bytes[5] = checked('array', plan.array, 0xff);
  putInt16(bytes, 6, rows);
  putInt16(bytes, 8, columns);
  putInt16(bytes, 10, blocks);
  putInt16(bytes, 12, libraries.rows);
  putInt16(bytes, 14, libraries.columns);
  putInt16(bytes, 16, libraries.windows);
  putInt16(bytes, 18, libraries.gates);
  let at = putBlocks(bytes, HEADER_BYTES, plan.blocks);
  at = putCodeVectors(bytes, at, plan.rowVectors, rows, rowForms);
  at = putCodeVectors(bytes, at, plan.columnVectors, columns, columnForms);
  at = putWindowVectors(bytes, at, plan.windowVectors, columns, windows);
  putCodeVectors(bytes, at, plan.gateVectors, rows, gateForms);
  return bytes;
}

/** All libraries of a plan, to be filled: one piece of memory, as every one costs as much as filling it. */
function emptyLibraries(libraries: Libraries, rows: number, columns: number): PlanLibraries {
  const numbers = new ArrayBuffer(CODE_BYTES * numbersOf(libraries, rows, columns));
  let at = 0;
  const take = (count: number): readonly [ArrayBuffer, number, number] => {
    const start = at;
    at += CODE_BYTES * count;
    return [numbers, start, count];
  };
  return {
    rowVectors: new Int32Array(...take(libraries.rows * rows)),
    columnVectors: new Int32Array(...take(libraries.columns * columns)),
    windowVectors: new Uint32Array(...take(libraries.windows * columns * WINDOW_EDGES)),
    gateVectors: new Int32Array(...take(libraries.gates * rows)),
  };
}

/** The plan that the bytes hold, in memory of its own. Nothing is believed of a length that the bytes do not have. */
export function decodePlan(bytes: Uint8Array): Decoded<PulsePlan, BadPlan> {
  if (bytes.length < HEADER_BYTES || getUint32(bytes, 0) !== PLAN_MAGIC) return undecodable('not-a-plan');
  if (bytes[4]! !== PLAN_VERSION) return undecodable('unknown-version');
  const [rows, columns, count] = [getUint16(bytes, 6), getUint16(bytes, 8), getUint16(bytes, 10)];
  if (rows === 0 || columns === 0 || columns === DENSE) return undecodable('bad-shape');
  const libraries: Libraries = {
    rows: getUint16(bytes, 12),
    columns: getUint16(bytes, 14),
    windows: getUint16(bytes, 16),
    gates: getUint16(bytes, 18),
  };
  const blockEnd = HEADER_BYTES + count * BLOCK_BYTES;
  const codeVectors = libraries.rows + libraries.columns + libraries.gates;
  const least = codeVectors * LEAST_CODE_VECTOR_BYTES + libraries.windows * LEAST_WINDOW_VECTOR_BYTES;
  if (bytes.length < blockEnd + least) return undecodable('wrong-length');
  if (numbersOf(libraries, rows, columns) > MOST_NUMBERS) return undecodable('too-many-numbers');
  const blocks = getBlocks(bytes, HEADER_BYTES, count, libraries);
  if (typeof blocks === 'string') return undecodable(blocks);
  const plan: PulsePlan = {
    array: bytes[5]!,
    shape: { rows, columns },
    gated: libraries.gates > 0,
    blocks,
    ...emptyLibraries(libraries, rows, columns),
  };
  let at: number | BadPlan = getCodeVectors(bytes, blockEnd, plan.rowVectors, rows);
  if (typeof at === 'number') at = getCodeVectors(bytes, at, plan.columnVectors, columns);
  if (typeof at === 'number') at = getWindowVectors(bytes, at, plan.windowVectors, columns);
  if (typeof at === 'number') at = getCodeVectors(bytes, at, plan.gateVectors, rows);
  if (typeof at === 'string') return undecodable(at);
  return at === bytes.length ? decoded(plan) : undecodable('wrong-length');
}

/** What a plan is addressed by: the first 16 bytes of the SHA-256 of its bytes, as 32 hex digits. */
export const planIdOf = (bytes: Uint8Array): string => crypto.hash('sha256', bytes, 'hex').slice(0, ID_HEX_DIGITS);
