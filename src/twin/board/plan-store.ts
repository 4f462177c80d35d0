import type { BoardLimits } from '../../core/index.js';
import { planIdOf, type LoadReply, type LoadRequest } from '../../protocols/index.js';
import { refuse, type Answer } from './refusal.js';

interface Loading {
  readonly planId: string;
  readonly bytes: Uint8Array;
  received: number;
}

/** Plans by their content; where there are too many, the one loaded longest ago makes room. A piece that does not follow what is held is not stored; `received` says where to go on. */
export class PlanStore {
  readonly #maxPlanBytes: number;
  readonly #maxPlans: number;
  /** In the order of their last loading: one whose fire waits is newer than all that have run. */
  readonly #plans: Loading[] = [];

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
        this.#plans.pop();
        return refuse('plan-corrupt', 'bytes do not hash to the plan id');
      }
    }
    const reply: LoadReply = { received: plan.received };
    return { reply };
  }

  /** The bytes of a completely loaded plan, for as long as nothing else is loaded. */
  find(planId: string): Uint8Array | undefined {
    const plan = this.#plans.find((held) => held.planId === planId);
    return plan === undefined || plan.received < plan.bytes.length ? undefined : plan.bytes;
  }

  #touch(planId: string, total: number): Loading {
    const at = this.#plans.findIndex((held) => held.planId === planId);
    const plan = at < 0 ? { planId, bytes: this.#room(total), received: 0 } : this.#plans.splice(at, 1)[0]!;
    this.#plans.push(plan);
    return plan;
  }

  /** Memory for one more plan: that of the oldest, where there are too many and it is large enough. */
  #room(total: number): Uint8Array {
    if (this.#plans.length < this.#maxPlans) return new Uint8Array(total);
    const { bytes } = this.#plans.shift()!;
    return bytes.buffer.byteLength >= total ? new Uint8Array(bytes.buffer, 0, total) : new Uint8Array(total);
  }
}
