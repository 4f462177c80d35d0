import { planTicks } from '../core/index.js';
import { encodeFrame, OPS, type Frame } from '../protocols/index.js';
import { errorIn } from './answers.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { mustSayNothing } from './heard.js';
import { describeHeard } from './inbox.js';
import { startLongPlan } from './long-plan.js';
import { SECTIONS } from './sections.js';
import { encoded } from './test-plans.js';

const group = 'safety';
/** Clocks differ, and the end of a plan has to be written down. */
const LATE_MILLISECONDS = 100;
/** Header and CRC of a body, and all of a fire's. */
const BODY_OVERHEAD = 20;
const FIRE_BYTES = BODY_OVERHEAD + 24;

const readOf = ({ host, plans }: Bench): Frame =>
  host.number('read', { array: 0, direction: 'forward', codes: new Int32Array(plans.shape.rows) });

/** What waits for the end of a plan is refused once the board is grounded by other means, and not done. */
async function mustEndWaiting(bench: Bench, ground: () => Promise<unknown>): Promise<void> {
  const { host } = bench;
  await startLongPlan(bench);
  const waiting = [readOf(bench), host.number('release', {})];
  await host.send(...waiting);
  await ground();
  for (const request of waiting) errorIn(await host.answer(request), 'not-released', 'a request that waited');
  mustBe('state', (await host.ask('status', {})).state, 'safe');
}

/** Requests that fill what is left of the window beside a fire. */
function restOfWindow({ host, hello }: Bench): readonly Frame[] {
  const count = hello.maxInFlight - 1;
  const size = Math.min(hello.maxBody, Math.floor((hello.receiveBytes - FIRE_BYTES) / count));
  const payload = new Uint8Array(Math.max(BODY_OVERHEAD, size) - BODY_OVERHEAD).fill(0x55);
  return Array.from({ length: count }, () => host.numberAs(OPS.status, payload));
}

/** What becomes of requests that come while a plan runs. */
export const WAITING_CHECKS: readonly Check[] = [
  {
    id: 'safety.order-while-running',
    group,
    section: SECTIONS.order,
    title: 'a read that is sent while a plan runs is done after it',
    needs: ['window', 'pace'],
    async run(bench) {
      const { host } = bench;
      const { fire, plan } = await startLongPlan(bench);
      const read = readOf(bench);
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
    section: SECTIONS.hello,
    title: 'a plan that runs goes on under a new session; what waited behind it is never fired',
    needs: ['window', 'pace'],
    async run(bench) {
      const { host, plans } = bench;
      const { plan, fire, serial, token } = await startLongPlan(bench);
      const next = encoded(plans.varied(5));
      const load = host.number('load', bench.pieces(next)[0]!);
      await host.send(load, host.number('fire', { planId: next.planId, serial: serial + 1, token }));
      await host.answer(load);
      const { state, lastSerial } = await host.hello();
      mustBe('state and last serial in the hello', [state, lastSerial], ['running', serial]);
      await host.wait(1e3 * plans.seconds(plan) + LATE_MILLISECONDS);
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
    id: 'safety.ground-ends-waiting',
    group,
    section: SECTIONS.order,
    title: 'what waited behind a plan is refused with 503 after ground and after ABOR, and drives nothing',
    needs: ['window', 'pace'],
    async run(bench) {
      const { host } = bench;
      await mustEndWaiting(bench, () => host.ask('ground', {}));
      await mustEndWaiting(bench, async () => {
        await host.sendLine('ABOR');
        await host.line(/^GROUNDED 1 /u, 'the answer to ABOR');
      });
    },
  },
  {
    id: 'safety.window-while-running',
    group,
    section: SECTIONS.window,
    title: 'the rest of the window, sent at once while a plan runs, is answered once each',
    needs: ['window', 'pace'],
    async run(bench) {
      const { host } = bench;
      const { fire, plan } = await startLongPlan(bench);
      const requests = restOfWindow(bench);
      await host.sendBytes(Buffer.concat(requests.map(encodeFrame)), `${requests.length} requests at once`);
      for (const request of requests) await host.answer(request, bench.patience(plan));
      const record = host.reply('fire', await host.answer(fire, bench.patience(plan)));
      mustBe('outcome', record.outcome, 'done');
      await mustSayNothing(host, 'the answers to a full window');
    },
  },
];
