import type { BoardLimits } from '../../core/index.js';
import { planIdOf, type LoadReply, type LoadRequest } from '../../protocols/index.js';
import { refuse, type Answer } from './refusal.js';

interface Loading {
  readonly bytes: Uint8Array;
  received: number;
}

/** Plans by their content; where there are too many, the one loaded longest ago makes room. A piece that does not follow what is held is not stored; `received` says where to go on. */
export class PlanStore {
  readonly #maxPlanBytes: number;
  readonly #maxPlans: number;
  /** In the order of their last loading: one whose fire waits is newer than all that have run. */
  readonly #plans = new Map<string, Loading>();

  constructor({ maxPlanBytes, maxPlans }: Pick<BoardLimits, 'maxPlanBytes' | 'maxPlans'>) {
    this.#maxPlanBytes = maxPlanBytes;
    this.#maxPlans = maxPlans;
  }

  load({ planId, total, offset, piece }: LoadRequest): Answer<'load'> {
    if (total > this.#maxPlanBytes) {
      return refuse('plan-too-large', `plan of ${total} bytes`, { measured: total, limit: this.#maxPlanBytes });
    }
    const plan = this.#touch(planId, total);
    if (plan.bytes.length !== total) return refuse('bad-payload', `plan was begun with ${plan.bytes.length} bytes`);
    if (offset + piece.length > total) return refuse('bad-payload', `piece ends after the plan's ${total} bytes`);
    if (offset <= plan.received && offset + piece.length > plan.received) {
      plan.bytes.set(piece, offset);
      plan.received = offset + piece.length;
      if (plan.received === total && planIdOf(plan.bytes) !== planId) {
        this.#plans.delete(planId);
        return refuse('plan-corrupt', 'bytes do not hash to the plan id');
      }
    }
    const reply: LoadReply = { received: plan.received };
    return { reply };
  }

  /** The bytes of a completely loaded plan. */
  find(planId: string): Uint8Array | undefined {
    const plan = this.#plans.get(planId);
    return plan === undefined || plan.received < plan.bytes.length ? undefined : plan.bytes;
  }

  #touch(planId: string, total: number): Loading {
    const known = this.#plans.get(planId);
    const plan = known ?? { bytes: new Uint8Array(total), received: 0 };
    this.#moveToEnd(planId, plan);
    if (this.#plans.size > this.#maxPlans) this.#plans.delete(this.#plans.keys().next().value!);
    return plan;
  }

  #moveToEnd(planId: string, plan: Loading): void {
    this.#plans.delete(planId);
    this.#plans.set(planId, plan);
  }
}
