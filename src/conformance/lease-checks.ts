import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { SECTIONS } from './sections.js';

const group = 'safety';
const LEASE_MILLISECONDS = 200;
/** A board looks at its clock when it can. */
const LATE_MILLISECONDS = 300;
const RENEWALS = 6;
const MOST_MILLISECONDS = 10_000;

export const LEASE_CHECKS: readonly Check[] = [
  {
    id: 'safety.lease-ends',
    group,
    section: SECTIONS.arming,
    title: 'a board that is armed and hears nothing for its lease grounds itself: safe, cause lease, token void',
    needs: ['lease'],
    async run(bench) {
      const { host, plans } = bench;
      const token = await bench.arm(LEASE_MILLISECONDS);
      const before = await host.ask('status', {});
      const left = before.leaseMilliseconds;
      mustHold(left > 0 && left <= LEASE_MILLISECONDS, `1 to ${LEASE_MILLISECONDS} ms left of the lease`, `${left} ms`);
      await host.wait(LEASE_MILLISECONDS + LATE_MILLISECONDS);
      // a line, which renews no lease
      await host.sendLine('STAT?');
      await host.line(/^STAT safe /u, "'STAT safe' after the lease");
      const after = await host.ask('status', {});
      mustBe('state and cause', [after.state, after.cause], ['safe', 'lease']);
      mustBe('lease left', after.leaseMilliseconds, 0);
      mustHold(after.groundedTicks > before.groundedTicks, 'a later grounding', `at tick ${after.groundedTicks}`);
      const { planId } = await bench.load(plans.small);
      const serial = after.lastSerial + 1;
      await host.refused('fire', { planId, serial, token }, 'not-released');
      await bench.release();
      await host.refused('fire', { planId, serial, token }, 'not-armed');
    },
  },
  {
    id: 'safety.lease-renewed',
    group,
    section: SECTIONS.arming,
    title: 'every intact frame of the session renews the lease',
    needs: ['lease'],
    async run(bench) {
      const { host } = bench;
      await bench.arm(2 * LEASE_MILLISECONDS);
      for (let renewal = 0; renewal < RENEWALS; renewal += 1) {
        await host.wait(LEASE_MILLISECONDS / 2);
        await host.ask('identify', { offset: 0, count: 1 });
      }
      mustBe('state', (await host.ask('status', {})).state, 'armed');
    },
  },
  {
    id: 'safety.lease-bounded',
    group,
    section: SECTIONS.arming,
    title: `no lease is longer than ${MOST_MILLISECONDS} ms, and one of 0 ms is refused with 103`,
    needs: ['lease'],
    async run({ host, hello, draw }) {
      await host.ask('release', {});
      const arm = { identity: hello.identity, leaseMilliseconds: 0xffffffff, token: draw() };
      const { leaseMilliseconds } = await host.ask('arm', arm);
      await host.refused('arm', { ...arm, leaseMilliseconds: 0 }, 'bad-payload');
      const granted = `${leaseMilliseconds} ms`;
      mustHold(leaseMilliseconds <= MOST_MILLISECONDS, `a lease of at most ${MOST_MILLISECONDS} ms`, granted);
    },
  },
];
