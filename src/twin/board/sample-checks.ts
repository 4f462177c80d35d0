import {
  codeVolts,
  columnDrive,
  FLOATING,
  formatColumn,
  formatRow,
  MICROVOLTS_PER_VOLT,
  planSamples,
  REFERENCE,
  rowDrive,
  sampledLines,
  SENSED,
  windowFrom,
  type BoardLimits,
  type PulsePlan,
} from '../../core/index.js';
import { refuse, type Refusal } from './refusal.js';

/** Why the sample of a block cannot be taken; undefined where it can, or there is none. */
export function checkSample(plan: PulsePlan, block: number, limits: BoardLimits): Refusal | undefined {
  const measured = plan.blocks.sampleTicks[block]!;
  if (measured === 0) return undefined;
  if (limits.maxSamples === 0) return refuse('not-able', 'nothing can be sampled in a plan', { block });
  const ticks = plan.blocks.ticks[block]!;
  if (measured > ticks) return refuse('sample-time', 'sample after the block', { block, measured, limit: ticks });
  if (measured % limits.edgeTicks !== 0) {
    return refuse('off-grid', 'sample between the edges', { block, measured, limit: limits.edgeTicks });
  }
  const least = Math.round(limits.readSeconds / limits.tickSeconds);
  const lines = sampledLines(plan, block);
  for (const line of lines) {
    const connected = 'row' in line ? measured : measured - windowFrom(plan, block, line.column);
    if (connected >= least) continue;
    const name = 'row' in line ? formatRow(line.row) : formatColumn(line.column);
    return refuse('sample-time', `${name} is sampled too soon`, { block, ...line, measured: connected, limit: least });
  }
  return lines.length > 0 ? undefined : refuse('sample-time', 'no sensed line is connected', { block });
}

/** Why a plan samples more than the board can keep; undefined where it does not. */
export function countSamples(plan: PulsePlan, { maxSamples }: BoardLimits): Refusal | undefined {
  const measured = planSamples(plan);
  if (measured <= maxSamples) return undefined;
  return refuse('too-many-samples', `${measured} samples`, { measured, limit: maxSamples });
}

/** Drives of the lines of one side. */
const drivesOf = (lines: number, drive: (line: number) => number): readonly number[] =>
  Array.from({ length: lines }, (_, line) => drive(line));

const isAtCode = (drive: number): boolean => drive !== SENSED && drive !== FLOATING;

/** Why the reference of a block cannot be driven; undefined where it can, or is off. */
export function checkReference(plan: PulsePlan, block: number, limits: BoardLimits): Refusal | undefined {
  const reference = plan.blocks.reference[block]!;
  if (reference === REFERENCE.off) return undefined;
  const rows = drivesOf(plan.shape.rows, (row) => rowDrive(plan, block, row));
  const columns = drivesOf(plan.shape.columns, (column) => columnDrive(plan, block, column));
  const [driven, beside] = reference === REFERENCE.forward ? [rows, columns] : [columns, rows];
  if (beside.some(isAtCode) || !beside.includes(SENSED)) {
    return refuse('reference-voltage', 'the lines beside the reference are not sensed', { block });
  }
  const code = -driven.filter(isAtCode).reduce((sum, line) => sum + line, 0);
  const limit = limits.dacFullScaleVolts * MICROVOLTS_PER_VOLT;
  const measured = codeVolts(code, limits) * MICROVOLTS_PER_VOLT;
  if (Math.abs(code) <= 2 ** (limits.dacBits - 1)) return undefined;
  return refuse('reference-voltage', 'reference beyond full scale', { block, measured, limit });
}
