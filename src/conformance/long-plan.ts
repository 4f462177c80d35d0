import type { PulsePlan } from '../core/index.js';
import type { Frame } from '../protocols/index.js';
import type { Bench } from './bench.js';
import { startedEvent } from './fire-checks.js';

/** A plan that is under way. */
export interface Running {
  readonly plan: PulsePlan;
  readonly fire: Frame;
  readonly serial: number;
  readonly token: number;
}

/** Fires the longest plan there is, and comes back at its first edge. */
export async function startLongPlan(bench: Bench, leaseMilliseconds?: number): Promise<Running> {
  const { host, plans } = bench;
  const plan = plans.long;
  const { planId } = await bench.load(plan);
  const token = await bench.arm(leaseMilliseconds);
  const serial = await bench.nextSerial();
  const fire = host.number('fire', { planId, serial, token });
  await host.send(fire);
  await startedEvent(host);
  return { plan, fire, serial, token };
}
