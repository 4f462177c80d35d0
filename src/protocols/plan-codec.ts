import * as crypto from 'node:crypto';
import { ConfigError, type PulsePlan } from '../core/index.js';
import { decoded, undecodable, type Decoded } from './decoded.js';

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
  const bytes = new Uint8Array(planLength(rows, columns, blocks));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, PLAN_MAGIC, true);
  view.setUint8(4, PLAN_VERSION);
  view.setUint8(5, checked('array', plan.array, 0xff));
  view.setUint16(6, rows, true);
  view.setUint16(8, columns, true);
  view.setUint16(10, blocks, true);
  let at = HEADER_BYTES;
  for (const part of [plan.blockTicks, plan.rowCodes, plan.columnTicks]) {
    for (let i = 0; i < part.length; i += 1) {
      view.setInt32(at, part[i]!, true);
      at += 4;
    }
  }
  return bytes;
}

/** The plan that the bytes hold, in memory of its own. */
export function decodePlan(bytes: Uint8Array): Decoded<PulsePlan, BadPlan> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== PLAN_MAGIC) return undecodable('not-a-plan');
  if (view.getUint8(4) !== PLAN_VERSION) return undecodable('unknown-version');
  const shape = { rows: view.getUint16(6, true), columns: view.getUint16(8, true) };
  const blocks = view.getUint16(10, true);
  if (bytes.length !== planLength(shape.rows, shape.columns, blocks)) return undecodable('wrong-length');
  let at = HEADER_BYTES;
  const fill = <Part extends Uint32Array | Int32Array>(part: Part): Part => {
    for (let i = 0; i < part.length; i += 1, at += 4) part[i] = view.getInt32(at, true);
    return part;
  };
  return decoded({
    array: view.getUint8(5),
    shape,
    blockTicks: fill(new Uint32Array(blocks)),
    rowCodes: fill(new Int32Array(blocks * shape.rows)),
    columnTicks: fill(new Uint32Array(blocks * shape.columns)),
  });
}

/** What a plan is addressed by: the first 16 bytes of the SHA-256 of its bytes, as 32 hex digits. */
export const planIdOf = (bytes: Uint8Array): string => crypto.hash('sha256', bytes, 'hex').slice(0, ID_HEX_DIGITS);
