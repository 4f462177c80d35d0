import type { PulsePlan } from '../../core/index.js';
import { decodePlan } from '../../protocols/index.js';
import type { Board } from './board.js';
import { checkPlan } from './limit-checks.js';
import { refuse, type Refusal } from './refusal.js';

/** A completely loaded plan that passes no limit, or why there is none. */
export function loadedPlan({ plans, shapes, plate }: Board, planId: string): PulsePlan | Refusal {
  const bytes = plans.find(planId);
  if (bytes === undefined) return refuse('plan-not-loaded', `plan ${planId} is not loaded`);
  const plan = decodePlan(bytes);
  if (!plan.ok) return refuse('plan-corrupt', `plan does not decode: ${plan.reason}`);
  return checkPlan(plan.value, shapes, plate.limits) ?? plan.value;
}
