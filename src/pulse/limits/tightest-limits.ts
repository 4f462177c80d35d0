import { planQuantities, type LimitPermission, type PlanLimit, type PlanQuantity } from './plan-limit.js';

/** All that is known of one quantity. */
export interface LimitRow {
  readonly quantity: PlanQuantity;
  /** The tightest; undefined where nobody gives one: not known, not unlimited. */
  readonly inForce: PlanLimit | undefined;
  /** The others that hold, tightest first. */
  readonly others: readonly PlanLimit[];
  /** Those that a permission was given for. */
  readonly lifted: readonly PlanLimit[];
}

/** The limits in force, one row a quantity, in the order they are shown. */
export type LimitTable = readonly LimitRow[];

/**
 * The tightest limit of every quantity, and who says it.
 *
 * @param allow permissions given in the call: `forming` lets cells go to their forming voltage, `over-range` past
 *   everything that is the chip's; nothing lifts a limit of the board, a config or a command line
 */
export function tightestLimits(
  limits: readonly PlanLimit[],
  allow: ReadonlySet<LimitPermission> = new Set(),
): LimitTable {
  const isLifted = ({ liftedBy }: PlanLimit): boolean =>
    liftedBy !== undefined && (allow.has(liftedBy) || allow.has('over-range'));
  return planQuantities.map((quantity) => {
    const all = limits.filter((limit) => limit.quantity === quantity);
    const [inForce, ...others] = all.filter((limit) => !isLifted(limit)).toSorted((a, b) => a.value - b.value);
    return { quantity, inForce, others, lifted: all.filter(isLifted) };
  });
}
