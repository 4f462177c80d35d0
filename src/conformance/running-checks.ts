import { planBlocks, planTicks } from '../core/index.js';
import { KINDS, type Frame, type RecordFields } from '../protocols/index.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { startLongPlan, type Running } from './long-plan.js';
import { SECTIONS } from './sections.js';

const group = 'safety';
const PROBE_MILLISECONDS = 1000;
const LEASE_MILLISECONDS = 200;

/** The record of a plan that was stopped, as the fire was answered with it. */
async function mustBeAborted(bench: Bench, { plan, fire, serial }: Running): Promise<RecordFields> {
  const { host } = bench;
  const record = host.reply('fire', await host.answer(fire));
  const blocks = planBlocks(plan);
  mustBe('outcome', record.outcome, 'aborted');
  mustHold(record.blocksDone < blocks, `fewer than ${blocks} blocks done`, `${record.blocksDone}`);
  const ticks = plan.blocks.ticks.slice(0, record.blocksDone).reduce((sum, next) => sum + next, 0);
  mustBe('ticks of the blocks done', record.durationTicks, ticks);
  mustBe('record asked for', JSON.stringify(await host.ask('record', { serial })), JSON.stringify(record));
  return record;
}

export const RUNNING_CHECKS: readonly Check[] = [
  {
    id: 'safety.ground-stops-plan',
    group,
    section: SECTIONS.grounding,
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
    section: SECTIONS.grounding,
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
    section: SECTIONS.lostFrames,
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
    id: 'safety.lease-stops-plan',
    group,
    section: SECTIONS.arming,
    title: 'a plan is stopped and grounded when its host is not heard for the lease',
    needs: ['pace', 'lease', 'long-plan'],
    async run(bench) {
      const { host } = bench;
      const running = await startLongPlan(bench, LEASE_MILLISECONDS);
      await host.wait(3 * LEASE_MILLISECONDS);
      await mustBeAborted(bench, running);
      const { state, cause } = await host.ask('status', {});
      mustBe('state and cause', [state, cause], ['safe', 'lease']);
    },
  },
];
