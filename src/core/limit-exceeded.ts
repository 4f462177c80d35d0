import { LimitError, type LimitDetails } from './errors.js';
import type { OutputKind } from './output-times.js';
import type { PulsePlan } from './pulse-plan.js';
import { formatQuantity } from './quantity-format.js';
import { formatColumn, formatRow } from './shape.js';

/** Float rounding must not refuse a voltage that sits exactly on its limit. */
export const LIMIT_SLACK = 1 + 1e-9;

function show(value: number, unit: string): string {
  // prefixes are for SI units: lines and samples are counted
  if (unit.length === 1) return formatQuantity(value, unit, 6);
  return `${value} ${value === 1 ? unit.replace(/s$/u, '') : unit}`;
}

/** What the host refuses before a byte has left it. */
export function limitExceeded(
  what: string,
  remedy: string,
  details: Omit<LimitDetails, 'enforcedBy' | 'row' | 'column'> & { readonly row?: number; readonly column?: number },
): LimitError {
  const { measured, limit, unit, where } = details;
  return new LimitError(
    `${what}: ${where} asks for ${show(measured, unit)}, the limit is ${show(limit, unit)}. ${remedy}`,
    { ...details, row: details.row ?? null, column: details.column ?? null, enforcedBy: 'host' },
  );
}

/** Where in a plan, for {@link limitExceeded}. */
export interface PlanPlace {
  readonly where: string;
  readonly row?: number;
  readonly column?: number;
}

/** A block of a plan, or a line in it. */
export function placeInPlan(plan: PulsePlan, block: number, kind?: OutputKind, line = 0): PlanPlace {
  const at = `block ${block + 1}`;
  if (kind === undefined) return { where: `array ${plan.array} ${at}` };
  if (kind === 'column') return { where: `array ${plan.array} column ${formatColumn(line)} ${at}`, column: line };
  return { where: `array ${plan.array} ${kind} ${formatRow(line)} ${at}`, row: line };
}
