import * as crypto from 'node:crypto';
import { ConfigError, type PulsePlan } from '../core/index.js';
import { decoded, undecodable, type Decoded } from './decoded.js';
import { getInt32, getUint16, getUint32, putInt16, putInt32 } from './little-endian.js';
import { unfilledBytes } from './unfilled-bytes.js';

/** `QWPL`, then the version of this layout. */
const PLAN_MAGIC = 0x4c505751;
const PLAN_VERSION = 1;
const HEADER_BYTES = 12;
const ID_HEX_DIGITS = 32;

export type BadPlan = 'not-a-plan' | 'unknown-version' | 'wrong-length';

function checked(what: string, value: number, max: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= max) return value;
  throw new ConfigError('bad-argument', `The plan's ${what} is ${value}; it must be a whole number from 0 to ${max}`, {
    field: what,
  });
}

const planLength = (rows: number, columns: number, blocks: number): number =>
  HEADER_BYTES + 4 * blocks * (1 + rows + columns);

/** Bytes that {@link encodePlan} makes of a plan. */
export const encodedPlanLength = (plan: PulsePlan): number =>
  planLength(plan.shape.rows, plan.shape.columns, plan.blockTicks.length);

/**
 * A plan as the board holds and hashes it.
 *
 * @throws ConfigError where the plan's arrays do not fit its shape or a number does not fit its field
 */
export function encodePlan(plan: PulsePlan): Uint8Array {
  const rows = checked('rows', plan.shape.rows, 0xffff);
  const columns = checked('columns', plan.shape.columns, 0xffff);
  const blocks = checked('blocks', plan.blockTicks.length, 0xffff);
  if (plan.rowCodes.length !== blocks * rows || plan.columnTicks.length !== blocks * columns) {
    const sizes = `${plan.rowCodes.length} row codes and ${plan.columnTicks.length} column windows`;
    throw new ConfigError('bad-argument', `A plan of ${blocks} blocks for ${rows}x${columns} cells has ${sizes}`);
  }
  const bytes = unfilledBytes(planLength(rows, columns, blocks));
  putInt32(bytes, 0, PLAN_MAGIC);
  bytes[4] = PLAN_VERSION;
  bytes[5] = checked('array', plan.array, 0xff);
  putInt16(bytes, 6, rows);
  putInt16(bytes, 8, columns);
  putInt16(bytes, 10, blocks);
  let at = HEADER_BYTES;
  for (const part of [plan.blockTicks, plan.rowCodes, plan.columnTicks]) {
    for (let i = 0; i < part.length; i += 1) {
      putInt32(bytes, at, part[i]!);
      at += 4;
    }
  }
  return bytes;
}

/** The plan that the bytes hold, in memory of its own. */
export function decodePlan(bytes: Uint8Array): Decoded<PulsePlan, BadPlan> {
  if (bytes.length < HEADER_BYTES || getUint32(bytes, 0) !== PLAN_MAGIC) return undecodable('not-a-plan');
  if (bytes[4]! !== PLAN_VERSION) return undecodable('unknown-version');
  const shape = { rows: getUint16(bytes, 6), columns: getUint16(bytes, 8) };
  const blocks = getUint16(bytes, 10);
  if (bytes.length !== planLength(shape.rows, shape.columns, blocks)) return undecodable('wrong-length');
  let at = HEADER_BYTES;
  const fill = <Part extends Uint32Array | Int32Array>(part: Part): Part => {
    for (let i = 0; i < part.length; i += 1, at += 4) part[i] = getInt32(bytes, at);
    return part;
  };
  return decoded({
    array: bytes[5]!,
    shape,
    blockTicks: fill(new Uint32Array(blocks)),
    rowCodes: fill(new Int32Array(blocks * shape.rows)),
    columnTicks: fill(new Uint32Array(blocks * shape.columns)),
  });
}

/** What a plan is addressed by: the first 16 bytes of the SHA-256 of its bytes, as 32 hex digits. */
export const planIdOf = (bytes: Uint8Array): string => crypto.hash('sha256', bytes, 'hex').slice(0, ID_HEX_DIGITS);
