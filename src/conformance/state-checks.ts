import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { SECTIONS } from './sections.js';

const group = 'safety';
const NO_SUCH_SERIAL = 0xfffffff0;
const GROUNDED = /^GROUNDED 1 (\d+) (\d+)$/u;

async function mustBeIn(bench: Bench, state: string, cause?: string): Promise<void> {
  const status = await bench.host.ask('status', {});
  mustBe('state', status.state, state);
  if (cause !== undefined) mustBe('cause', status.cause, cause);
}

/** The token fires nothing, also where the board is released and armed again. */
async function mustBeVoid(bench: Bench, token: number, after: string): Promise<void> {
  const { host, plans } = bench;
  const { planId } = await bench.load(plans.small);
  const serial = await bench.nextSerial();
  await bench.release();
  await host.refused('fire', { planId, serial, token }, 'not-armed');
  await bench.armAgain();
  await host.refused('fire', { planId, serial, token }, 'not-armed');
  mustBe(`next serial ${after}`, await bench.nextSerial(), serial);
}

export const STATE_CHECKS: readonly Check[] = [
  {
    id: 'safety.locked-in-safe',
    group,
    section: SECTIONS.allowed,
    title: 'in safe the outputs are locked: read, arm and fire are refused with 503',
    async run(bench) {
      const { host, plans, hello } = bench;
      const { planId } = await bench.load(plans.small);
      const serial = await bench.nextSerial();
      await host.ask('ground', {});
      await mustBeIn(bench, 'safe', 'ground');
      const read = { array: 0, direction: 'forward', codes: new Int32Array(plans.shape.rows) } as const;
      await host.refused('read', read, 'not-released');
      const arm = { identity: hello.identity, leaseMilliseconds: 1000, token: bench.draw() };
      await host.refused('arm', arm, 'not-released');
      await host.refused('fire', { planId, serial, token: arm.token }, 'not-released');
      await mustBeIn(bench, 'safe', 'ground');
    },
  },
  {
    id: 'safety.release',
    group,
    section: SECTIONS.allowed,
    title: 'release goes from safe to idle, and changes nothing in idle and armed',
    async run(bench) {
      const { host } = bench;
      mustBe('state after release in safe', (await host.ask('release', {})).state, 'idle');
      mustBe('state after release in idle', (await host.ask('release', {})).state, 'idle');
      const token = await bench.armAgain();
      mustBe('state after release in armed', (await host.ask('release', {})).state, 'armed');
      await bench.fire(bench.plans.small, token);
    },
  },
  {
    id: 'safety.token-void-after-ground',
    group,
    section: SECTIONS.arming,
    title: 'ground goes to safe and voids the token',
    async run(bench) {
      const token = await bench.arm();
      await bench.host.ask('ground', {});
      await mustBeIn(bench, 'safe', 'ground');
      await mustBeVoid(bench, token, 'after ground');
    },
  },
  {
    id: 'safety.token-void-after-abort',
    group,
    section: SECTIONS.arming,
    title: 'the line ABOR goes to safe with the cause abort and voids the token',
    async run(bench) {
      const token = await bench.arm();
      await bench.host.sendLine('ABOR');
      await bench.host.line(GROUNDED, 'GROUNDED 1 with the voltage read back and the tick');
      await mustBeIn(bench, 'safe', 'abort');
      await mustBeVoid(bench, token, 'after ABOR');
    },
  },
  {
    id: 'safety.token-void-after-hello',
    group,
    section: SECTIONS.arming,
    title: 'a new session voids the token: armed becomes idle',
    async run(bench) {
      const token = await bench.arm();
      await bench.host.hello();
      await mustBeIn(bench, 'idle');
      await mustBeVoid(bench, token, 'after a new session');
    },
  },
  {
    id: 'safety.token-replaced',
    group,
    section: SECTIONS.arming,
    title: 'arming again replaces the token',
    async run(bench) {
      const { host, plans } = bench;
      const old = await bench.arm();
      const token = await bench.armAgain();
      const { planId } = await bench.load(plans.small);
      const serial = await bench.nextSerial();
      await host.refused('fire', { planId, serial, token: old }, 'not-armed');
      await bench.fireLoaded(planId, serial, token, bench.patience(plans.small));
    },
  },
  {
    id: 'safety.grounding-proof',
    group,
    section: SECTIONS.grounding,
    title: 'ground reads every line back, and status tells when and what was read',
    async run(bench) {
      const { host } = bench;
      await bench.release();
      const { grounded, residualMicrovolts, boardTicks } = await host.ask('ground', {});
      mustBe('grounded', grounded, 1);
      const status = await host.ask('status', {});
      mustBe('tick of it in status', status.groundedTicks, boardTicks);
      mustBe('voltage of it in status', status.residualMicrovolts, residualMicrovolts);
      mustHold(status.boardTicks >= boardTicks, `a board clock of at least ${boardTicks}`, `${status.boardTicks}`);
      mustBe('lease where nothing is armed', status.leaseMilliseconds, 0);
      await host.sendLine('ABOR');
      const line = await host.line(GROUNDED, 'the answer to ABOR');
      const [, microvolts, ticks] = GROUNDED.exec(line)!;
      const after = await host.ask('status', {});
      mustBe(
        'what ABOR read, in status',
        [after.residualMicrovolts, after.groundedTicks],
        [Number(microvolts), Number(ticks)],
      );
    },
  },
  {
    id: 'safety.limits-stay-low',
    group,
    section: SECTIONS.limits,
    title: 'lower raises no limit (403) and changes nothing where it is asked for nothing; not while armed (506)',
    async run(bench) {
      const { host, hello } = bench;
      const leave = { maxRowMicrovolts: 0, maxReadMicrovolts: 0, maxBlockTicks: 0, maxOutputTicks: 0 };
      const { identity, ...inForce } = await host.ask('lower', leave);
      mustBe('CRC-32 of the identity document', identity, hello.identity);
      for (const [name, value] of Object.entries(inForce)) {
        // what cannot be said cannot be asked for
        if (value < 0xffffffff) await host.refused('lower', { ...leave, [name]: value + 1 }, 'limit-raise');
      }
      const { identity: after, ...stillInForce } = await host.ask('lower', leave);
      mustBe('limits and CRC-32', [...Object.values(stillInForce), after], [...Object.values(inForce), identity]);
      await bench.arm();
      await host.refused('lower', leave, 'wrong-state');
    },
  },
  {
    id: 'safety.nothing-to-reconcile',
    group,
    section: SECTIONS.afterReset,
    title: 'reconcile is refused with 604 where no plan was cut off',
    async run(bench) {
      const { lastSerial } = await bench.host.ask('status', {});
      for (const serial of [NO_SUCH_SERIAL, lastSerial + 1]) {
        await bench.host.refused('reconcile', { serial, verdict: 'unchanged' }, 'nothing-to-reconcile');
      }
      await mustBeIn(bench, 'safe');
    },
  },
  {
    id: 'safety.nothing-to-clear',
    group,
    section: SECTIONS.faults,
    title: 'clear changes nothing and gives no key where there is no fault',
    async run(bench) {
      const before = await bench.host.ask('status', {});
      for (const key of [0, 1]) {
        const { state, cause, key: given } = await bench.host.ask('clear', { key });
        mustBe('state and cause', [state, cause], [before.state, before.cause]);
        mustBe('key', given, 0);
      }
    },
  },
];
