import type { BoardLimits, DeviceProfile } from '../../core/index.js';
import type { LimitSource, PlanLimit, PlanQuantity } from './plan-limit.js';

type Values = Partial<Readonly<Record<PlanQuantity, number | undefined>>>;

const limitsOf = (values: Values, rest: Omit<PlanLimit, 'quantity' | 'value'>): PlanLimit[] =>
  (Object.entries(values) as [PlanQuantity, number | undefined][])
    .filter((entry): entry is [PlanQuantity, number] => entry[1] !== undefined)
    .map(([quantity, value]) => ({ quantity, value, ...rest }));

/**
 * What the chip's cells may be put through, as far as it is known. Forming goes above the rating of use and needs its
 * permission; above the forming voltage, and above all else of the chip's, it takes `over-range`.
 */
export function chipLimits({ ratings }: DeviceProfile): PlanLimit[] {
  if (ratings === undefined) return [];
  const { setVolts, resetVolts, formingVolts, cellAmperes, endurancePulses } = ratings;
  const byHost = { source: 'chip', enforcedBy: 'host', within: 'first-edge' } as const;
  return [
    ...limitsOf(
      { 'set-volts': setVolts },
      { ...byHost, liftedBy: formingVolts === undefined ? 'over-range' : 'forming' },
    ),
    ...limitsOf(
      {
        'set-volts': formingVolts,
        'reset-volts': resetVolts === undefined ? undefined : -resetVolts,
        'cell-amperes': cellAmperes,
        'cell-pulses': endurancePulses,
      },
      { ...byHost, liftedBy: 'over-range' },
    ),
  ];
}

/** What the board will not pass. It checks a plan before the first edge, as the host does; nothing lifts it. */
export function boardLimitsOf(limits: BoardLimits): PlanLimit[] {
  return limitsOf(
    {
      'row-volts': limits.maxRowVolts,
      'column-volts': limits.maxRowVolts,
      'gate-volts': limits.maxGateVolts,
      // no line, and so no cell, is driven for longer
      'pulse-seconds': limits.maxOutputTicks * limits.tickSeconds,
    },
    { source: 'board', enforcedBy: 'firmware', within: 'first-edge' },
  );
}

/** What a person wants kept: from a config file or the command line; the host sees to it. */
export const statedLimits = (values: Values, source: Extract<LimitSource, 'config' | 'command-line'>): PlanLimit[] =>
  limitsOf(values, { source, enforcedBy: 'host', within: 'first-edge' });
