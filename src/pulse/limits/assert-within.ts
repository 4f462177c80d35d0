import {
  formatColumn,
  formatQuantity,
  formatRow,
  LimitError,
  type LimitDetails,
  LIMIT_SLACK,
} from '../../core/index.js';
import type { Measure, MeasurePlace, PlanMeasures } from './maxima.js';
import { PLAN_QUANTITIES, type PlanLimit, type PlanQuantity } from './plan-limit.js';
import type { LimitTable } from './tightest-limits.js';

const REMEDIES: Readonly<Record<PlanQuantity, string>> = {
  'row-volts': 'Lower the volts.',
  'column-volts': 'Lower the volts.',
  'gate-volts': 'Lower the gate voltage.',
  'set-volts': 'Lower the volts.',
  'reset-volts': 'Lower the volts.',
  'line-amperes': 'Lower the volts, or drive fewer lines at once.',
  'cell-amperes': 'Lower the volts, or limit the current with a gate.',
  'pulse-seconds': 'Shorten the pulse, or let the cell rest between two.',
  'cell-joules': 'Lower the volts, or shorten the plan.',
  slew: 'Make smaller steps.',
  'cell-pulses': 'Use another cell or chip.',
};

/** `W02B00 in block 3`; `the plan` where nothing narrower is known. */
function wordPlace({ block, row, column }: MeasurePlace): string {
  const line = (row === undefined ? '' : formatRow(row)) + (column === undefined ? '' : formatColumn(column));
  const time = block === undefined ? '' : `in block ${block + 1}`;
  return [line, time].filter((part) => part !== '').join(' ') || 'the plan';
}

/** A quantity of a plan as people read it. */
export const formatPlanQuantity = (quantity: PlanQuantity, value: number): string =>
  formatQuantity(value, PLAN_QUANTITIES[quantity][1], 4);

/** `the limit of 320 mV from the chip, which the host enforces before the first edge`. */
export function describeLimit({ quantity, value, source, enforcedBy, within }: PlanLimit): string {
  const when = within === 'first-edge' ? 'before the first edge' : `within ${formatQuantity(within, 's', 3)}`;
  return `the limit of ${formatPlanQuantity(quantity, value)} from the ${source}, which the ${enforcedBy} enforces ${when}`;
}

function exceeded(quantity: PlanQuantity, { value, place }: Measure, limit: PlanLimit): LimitError {
  const [what, unit] = PLAN_QUANTITIES[quantity];
  const where = wordPlace(place);
  const permit = limit.liftedBy === undefined ? '' : ` If it is meant: --allow ${limit.liftedBy}.`;
  const seen =
    value === Infinity ? 'at once, as the board gives no settling time' : formatPlanQuantity(quantity, value);
  const details: LimitDetails & Record<string, string | number | null> = {
    quantity,
    measured: value,
    limit: limit.value,
    unit,
    where,
    row: place.row ?? null,
    column: place.column ?? null,
    enforcedBy: limit.enforcedBy === 'host' ? 'host' : 'board',
    block: place.block ?? null,
    source: limit.source,
  };
  return new LimitError(
    `${what[0]!.toUpperCase()}${what.slice(1)}: ${where} comes to ${seen}, above ${describeLimit(limit)}. ` +
      `${REMEDIES[quantity]}${permit}`,
    details,
  );
}

/**
 * Throws unless a plan stays within every limit in force. Pure; called before anything leaves the host.
 *
 * @param limits from `tightestLimits`, which takes the permissions
 * @throws LimitError naming the quantity, the place, both values, who says so and who enforces it, and what to do
 */
export function assertWithin(measures: PlanMeasures, limits: LimitTable): void {
  for (const { quantity, inForce } of limits) {
    const measure = measures.get(quantity);
    if (measure === undefined || inForce === undefined) continue;
    if (!(measure.value <= inForce.value * LIMIT_SLACK)) throw exceeded(quantity, measure, inForce);
  }
}
