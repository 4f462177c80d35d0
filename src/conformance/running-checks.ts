import { planBlocks, planTicks, type PulsePlan } from '../core/index.js';
import { KINDS, type Frame, type RecordFields } from '../protocols/index.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { startedEvent } from './fire-checks.js';
import { describeHeard } from './inbox.js';
import { SECTIONS } from './sections.js';
import { encoded } from './test-plans.js';

const group = 'safety';
const PROBE_MILLISECONDS = 1000;

interface Running {
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

/** The record of a plan that was stopped, as the fire was answered with it. */
async function mustBeAborted(bench: Bench, { plan, fire, serial }: Running): Promise<RecordFields> {
  const { host } = bench;
  const record = host.reply('fire', await host.answer(fire));
  const blocks = planBlocks(plan);
  mustBe('outcome', record.outcome, 'aborted');
  mustHold(record.blocksDone < blocks, `fewer than ${blocks} blocks done`, `${record.blocksDone}`);
  const ticks = plan.blockTicks.slice(0, record.blocksDone).reduce((sum, next) => sum + next, 0);
  mustBe('ticks of the blocks done', record.durationTicks, ticks);
  mustBe('record asked for', JSON.stringify(await host.ask('record', { serial })), JSON.stringify(record));
  return record;
}

export const RUNNING_CHECKS: readonly Check[] = [
  {
    id: 'safety.ground-stops-plan',
    group,
    section: SECTIONS.states,
    title: 'ground stops a running plan at once; its record is aborted after whole blocks',
    needs: ['pace'],
    async run(bench) {
      const { host } = bench;
      const running = await startLongPlan(bench);
      const { grounded } = await host.ask('ground', {});
      mustBe('grounded', grounded, 1);
      await mustBeAborted(bench, running);
      const { state, cause } = await host.ask('status', {});
      mustBe('state and cause', [state, cause], ['safe', 'ground']);
    },
  },
  {
    id: 'safety.abort-stops-plan',
    group,
    section: SECTIONS.states,
    title: 'the line ABOR stops a running plan at once',
    needs: ['pace'],
    async run(bench) {
      const { host } = bench;
      const running = await startLongPlan(bench);
      await host.sendLine('ABOR');
      await host.line(/^GROUNDED 1 /u, 'the answer to ABOR');
      await mustBeAborted(bench, running);
      const { state, cause } = await host.ask('status', {});
      mustBe('state and cause', [state, cause], ['safe', 'abort']);
    },
  },
  {
    id: 'safety.heard-while-running',
    group,
    section: SECTIONS.sessions,
    title: `a board answers probes within ${PROBE_MILLISECONDS} ms while a plan runs`,
    needs: ['pace'],
    async run(bench) {
      const { host, clock } = bench;
      const { fire, plan } = await startLongPlan(bench);
      const asked = clock.now();
      await host.send(host.unnumbered(KINDS.acknowledgement));
      const isSign = ({ session }: Frame): boolean => session === host.session;
      await host.frame(isSign, 'a sign of life while a plan runs', PROBE_MILLISECONDS);
      const waited = clock.now() - asked;
      mustHold(
        waited <= PROBE_MILLISECONDS,
        `a sign of life within ${PROBE_MILLISECONDS} ms`,
        `one after ${waited} ms`,
      );
      const record = host.reply('fire', await host.answer(fire, bench.patience(plan)));
      mustBe('outcome and ticks', [record.outcome, record.durationTicks], ['done', planTicks(plan)]);
    },
  },
  {
    id: 'safety.order-while-running',
    group,
    section: SECTIONS.sessions,
    title: 'a read that is sent while a plan runs is done after it',
    needs: ['pace'],
    async run(bench) {
      const { host, plans } = bench;
      const { fire, plan } = await startLongPlan(bench);
      const codes = new Int32Array(plans.shape.rows);
      const read = host.number('read', { array: 0, direction: 'forward', codes });
      await host.send(read);
      const { startTick } = host.reply('read', await host.answer(read, bench.patience(plan)));
      const record = host.reply('fire', await host.answer(fire));
      const end = record.startTick + planTicks(plan);
      mustHold(startTick >= end, `a read at tick ${end} or later`, `${startTick}`);
    },
  },
  {
    id: 'safety.hello-while-running',
    group,
    section: SECTIONS.sessions,
    title: 'a plan that runs goes on under a new session; what waited behind it is never fired',
    needs: ['pace'],
    async run(bench) {
      const { host, plans } = bench;
      const { plan, fire, serial, token } = await startLongPlan(bench);
      if (bench.hello.maxInFlight > 1) {
        const next = encoded(plans.varied(5));
        const load = host.number('load', bench.pieces(next)[0]!);
        await host.send(load, host.number('fire', { planId: next.planId, serial: serial + 1, token }));
        await host.answer(load);
      }
      const { state, lastSerial } = await host.hello();
      mustBe('state and last serial in the hello', [state, lastSerial], ['running', serial]);
      await host.wait(1e3 * plans.seconds(plan));
      const record = await host.ask('record', { serial });
      mustBe('outcome and ticks', [record.outcome, record.durationTicks], ['done', planTicks(plan)]);
      const after = await host.ask('status', {});
      // the token of the old session is void, and the lease with it
      mustBe('state and last serial afterwards', [after.state, after.lastSerial], ['idle', serial]);
      const heard = await host.said();
      const late = heard.filter((item) => item.type === 'frame' && item.frame.request === fire.request);
      mustHold(late.length === 0, 'no answer of the old session', describeHeard(late));
    },
  },
  {
    id: 'safety.lease-stops-plan',
    group,
    section: SECTIONS.states,
    title: 'a plan is stopped and grounded when its host is not heard for the lease',
    needs: ['pace', 'lease'],
    async run(bench) {
      const { host, plans } = bench;
      const long = plans.long;
      const milliseconds = Math.max(1, Math.floor((1e3 * plans.seconds(long)) / 4));
      const running = await startLongPlan(bench, milliseconds);
      await host.wait(3 * milliseconds);
      await mustBeAborted(bench, running);
      const { state, cause } = await host.ask('status', {});
      mustBe('state and cause', [state, cause], ['safe', 'lease']);
    },
  },
];
