import { planBlocks, planTicks, planWindows } from '../core/index.js';
import { decodeEvent, EVENT_OPS, type Frame, type RecordFields } from '../protocols/index.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { CheckFailed, mustBe, mustHold } from './check-failed.js';
import { errorIn } from './answers.js';
import { describeHeard } from './inbox.js';
import type { ProbeHost } from './probe-host.js';
import { SECTIONS } from './sections.js';
import { encoded } from './test-plans.js';

const group = 'plans';
const section = SECTIONS.firing;
const RETAINED_RECORDS = 64;

const asText = (record: RecordFields): string => JSON.stringify(record);

function mustBeRecord(what: string, got: RecordFields, expected: RecordFields): void {
  mustHold(asText(got) === asText(expected), `${what}: ${asText(expected)}`, asText(got));
}

const isStarted = ({ op }: Frame): boolean => op === EVENT_OPS.started;

/** Serial and tick of the started event that was heard. */
export async function startedEvent(host: ProbeHost): Promise<readonly [serial: number, startTick: number]> {
  const frame = await host.frame(isStarted, 'the event started');
  const event = decodeEvent(frame.op, frame.payload);
  if (!event.ok) throw new CheckFailed('an event that decodes', `one that does not: ${event.reason}`);
  return [event.value.fields.serial, event.value.fields.startTick];
}

/** Fires the same serial once more: the record comes back, and nothing starts. */
async function mustRepeat(bench: Bench, fired: RecordFields, token: number, where: string): Promise<void> {
  const { serial, planId } = fired;
  mustBeRecord(`record ${where}`, await bench.host.ask('fire', { serial, planId, token }), fired);
  const heard = await bench.host.said();
  mustHold(heard.length === 0, `no event when a serial is repeated ${where}`, describeHeard(heard));
  mustBe(`last serial ${where}`, (await bench.host.ask('status', {})).lastSerial, serial);
}

export const FIRE_CHECKS: readonly Check[] = [
  {
    id: 'plans.fire',
    group,
    section,
    title: 'a plan is fired once and answered with its record; the event started came before',
    async run(bench) {
      const { host, plans } = bench;
      const token = await bench.arm();
      const plan = plans.random(bench.random('fire'));
      const { planId } = await bench.load(plan);
      const serial = await bench.nextSerial();
      const record = await bench.fireLoaded(planId, serial, token, bench.patience(plan));
      mustBe('serial and plan', [record.serial, record.planId], [serial, planId]);
      mustBe('outcome and verdict', [record.outcome, record.verdict], ['done', 'none']);
      const { durationTicks, blocksDone, windowsFired } = record;
      const wanted = [planTicks(plan), planBlocks(plan), planWindows(plan)];
      mustBe('ticks, blocks, windows', [durationTicks, blocksDone, windowsFired], wanted);
      const [started] = await startedEvent(host);
      mustBe('serial of the event', started, serial);
      const { state, lastSerial } = await host.ask('status', {});
      mustBe('state and last serial', [state, lastSerial], ['armed', serial]);
      mustBeRecord('record asked for', await host.ask('record', { serial }), record);
    },
  },
  {
    id: 'plans.fire-again',
    group,
    section,
    title:
      'a serial that was fired returns its record and makes no edge, in every state and session and with any token',
    async run(bench) {
      const token = await bench.arm();
      const fired = await bench.fire(bench.plans.small, token);
      await startedEvent(bench.host);
      await mustRepeat(bench, fired, token, 'while armed');
      await mustRepeat(bench, fired, bench.draw(), 'with another token');
      await bench.host.hello();
      await mustRepeat(bench, fired, token, 'in another session');
      await bench.host.ask('ground', {});
      await mustRepeat(bench, fired, token, 'in safe');
    },
  },
  {
    id: 'plans.fire-other-plan',
    group,
    section,
    title: 'a serial that was fired with another plan is refused with 602, one far ahead with 221, 0 with 103',
    async run(bench) {
      const { host, plans } = bench;
      const token = await bench.arm();
      const { serial } = await bench.fire(plans.small, token);
      const { planId } = await bench.load(plans.varied(1));
      await host.refused('fire', { planId, serial, token }, 'serial-of-other-plan');
      await host.refused('fire', { planId, serial: serial + 2, token }, 'serial-gap');
      await host.refused('fire', { planId, serial: 0, token }, 'bad-payload');
      await host.refused('record', { serial: serial + 1 }, 'no-record');
      mustBe('last serial', (await host.ask('status', {})).lastSerial, serial);
    },
  },
  {
    id: 'plans.fire-order',
    group,
    section,
    title:
      'fire looks at the serial, then the state, the token, the plan and its limits; what it refuses spends no serial',
    async run(bench) {
      const { host, plans } = bench;
      const serial = await bench.nextSerial();
      const unknown = { planId: 'd'.repeat(32), serial, token: bench.draw() };
      await host.refused('fire', { ...unknown, serial: serial + 1 }, 'serial-gap');
      await host.refused('fire', unknown, 'not-released');
      await bench.release();
      await host.refused('fire', unknown, 'not-armed');
      const token = await bench.armAgain();
      await host.refused('fire', unknown, 'not-armed');
      await host.refused('fire', { ...unknown, token }, 'plan-not-loaded');
      const tooHigh = plans.of([{ ticks: plans.step, rows: [plans.rowLimitCode + 1] }]);
      const { planId } = await bench.load(tooHigh);
      await host.refused('fire', { planId, serial, token: bench.draw() }, 'not-armed');
      await host.refused('fire', { planId, serial, token }, 'row-voltage');
      mustBe('next serial', await bench.nextSerial(), serial);
    },
  },
  {
    id: 'plans.records-kept',
    group,
    section,
    title: `the records of the last ${RETAINED_RECORDS} firings are kept`,
    async run(bench) {
      const { host, plans } = bench;
      const token = await bench.arm();
      const { planId } = await bench.load(plans.small);
      const first = await bench.nextSerial();
      const fired: RecordFields[] = [];
      for (let serial = first; serial < first + RETAINED_RECORDS; serial += 1) {
        fired.push(await bench.fireLoaded(planId, serial, token, bench.patience(plans.small)));
      }
      for (const record of fired) {
        const { serial } = record;
        mustBeRecord(`record of serial ${serial}`, await host.ask('record', { serial }), record);
      }
    },
  },
  {
    id: 'plans.arm',
    group,
    section: SECTIONS.arming,
    title: 'arm is refused with 404 for another identity document and with 103 for the token 0, and then arms nothing',
    async run(bench) {
      const { host, hello, plans } = bench;
      await bench.release();
      const arm = { identity: hello.identity, leaseMilliseconds: 1000, token: bench.draw() };
      await host.refused('arm', { ...arm, identity: (hello.identity ^ 1) >>> 0 }, 'limits-changed');
      await host.refused('arm', { ...arm, token: 0 }, 'bad-payload');
      mustBe('state', (await host.ask('status', {})).state, 'idle');
      const { planId } = await bench.load(plans.small);
      const serial = await bench.nextSerial();
      for (const token of [arm.token, 0]) await host.refused('fire', { planId, serial, token }, 'not-armed');
      const { leaseMilliseconds } = await host.ask('arm', arm);
      mustHold(leaseMilliseconds <= 1000, 'a lease of at most the 1000 ms asked for', `${leaseMilliseconds} ms`);
    },
  },
  {
    id: 'plans.fire-in-one-go',
    group,
    section: SECTIONS.arming,
    title: 'release, arm, load and fire may be sent without waiting; a fire whose arm was refused is refused with 504',
    async run(bench) {
      const { host, plans, hello } = bench;
      const serial = await bench.nextSerial();
      const { bytes, planId } = encoded(plans.small);
      const sendAll = async (identity: number): Promise<Frame> => {
        const token = bench.draw();
        const frames = [
          host.number('release', {}),
          host.number('arm', { identity, leaseMilliseconds: 5000, token }),
          ...bench.pieces({ plan: plans.small, bytes, planId }).map((piece) => host.number('load', piece)),
          host.number('fire', { planId, serial, token }),
        ];
        // a board may hold fewer than four requests
        for (const [index, frame] of frames.entries()) {
          const oldest = frames[index - hello.maxInFlight];
          if (oldest !== undefined) await host.answer(oldest);
          await host.send(frame);
        }
        return frames.at(-1)!;
      };
      const refused = await sendAll((hello.identity ^ 1) >>> 0);
      errorIn(await host.answer(refused), 'not-armed', 'fire after a refused arm');
      const fired = await sendAll(hello.identity);
      mustBe('serial', host.reply('fire', await host.answer(fired, bench.patience(plans.small))).serial, serial);
    },
  },
];
