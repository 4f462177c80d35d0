import { describe, expect, it } from 'vitest';
import { ERROR_CODES, planIdOf } from '../../protocols/index.js';
import { PlanStore } from './plan-store.js';

const bytesOf = (length: number, start = 0): Uint8Array => Uint8Array.from({ length }, (_, i) => i + start);

/** Loads the bytes from `offset` to `end` of a plan. */
function load(store: PlanStore, plan: Uint8Array, offset = 0, end = plan.length): ReturnType<PlanStore['load']> {
  return store.load({ planId: planIdOf(plan), total: plan.length, offset, piece: plan.subarray(offset, end) });
}

const error = (name: keyof typeof ERROR_CODES): object => ({ refused: { code: ERROR_CODES[name] } });

describe('PlanStore', () => {
  it('puts a plan together from pieces, each of which may come again', () => {
    const store = new PlanStore({ maxPlanBytes: 100, maxPlans: 8 });
    const plan = bytesOf(60);
    expect(load(store, plan, 0, 20)).toEqual({ reply: { received: 20 } });
    expect(load(store, plan, 40, 60)).toEqual({ reply: { received: 20 } });
    expect(load(store, plan, 0, 20)).toEqual({ reply: { received: 20 } });
    expect(store.find(planIdOf(plan))).toBeUndefined();
    expect(load(store, plan, 10, 45)).toEqual({ reply: { received: 45 } });
    expect(load(store, plan, 40, 60)).toEqual({ reply: { received: 60 } });
    expect(load(store, plan)).toEqual({ reply: { received: 60 } });
    expect(store.find(planIdOf(plan))).toEqual(plan);
  });

  it('refuses plans too large, contradicting or not what their id says', () => {
    const store = new PlanStore({ maxPlanBytes: 100, maxPlans: 8 });
    expect(load(store, bytesOf(101))).toMatchObject({ refused: { code: 203, measured: 101, limit: 100 } });
    const planId = planIdOf(bytesOf(50));
    store.load({ planId, total: 50, offset: 0, piece: bytesOf(10) });
    expect(store.load({ planId, total: 51, offset: 0, piece: bytesOf(10) })).toMatchObject(error('bad-payload'));
    expect(store.load({ planId, total: 50, offset: 45, piece: bytesOf(10) })).toMatchObject(error('bad-payload'));
    expect(store.load({ planId, total: 50, offset: 0, piece: bytesOf(50, 1) })).toMatchObject(error('plan-corrupt'));
    expect(store.find(planId)).toBeUndefined();
    expect(load(store, bytesOf(50))).toEqual({ reply: { received: 50 } });
  });

  it('holds a bounded number of plans and lets go of the one loaded longest ago, used since or not', () => {
    const store = new PlanStore({ maxPlanBytes: 100, maxPlans: 8 });
    const plans = Array.from({ length: 9 }, (_, i) => bytesOf(10 + i));
    for (const plan of plans.slice(0, 8)) load(store, plan);
    store.find(planIdOf(plans[0]!));
    load(store, plans[8]!);
    const held = plans.map((plan) => store.find(planIdOf(plan)) !== undefined);
    expect(held).toEqual([false, true, true, true, true, true, true, true, true]);
  });

  it('puts a plan into the memory of one that made room, longer or shorter, and leaves the others alone', () => {
    const store = new PlanStore({ maxPlanBytes: 100, maxPlans: 2 });
    const [long, kept, short, longest] = [bytesOf(60), bytesOf(50, 7), bytesOf(20, 3), bytesOf(90, 1)];
    load(store, long);
    load(store, kept);
    load(store, short, 0, 10);
    expect(store.find(planIdOf(short))).toBeUndefined();
    load(store, short, 10);
    expect(store.find(planIdOf(short))).toEqual(short);
    expect(store.find(planIdOf(kept))).toEqual(kept);
    load(store, longest);
    expect(store.find(planIdOf(longest))).toEqual(longest);
    expect(store.find(planIdOf(short))).toEqual(short);
  });
});
