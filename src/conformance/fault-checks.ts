import { decodeReply, KINDS, type Frame, type RecordFields } from '../protocols/index.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { CheckFailed, mustBe, mustHold } from './check-failed.js';
import { RecoveringHost } from './recovering-host.js';
import { SECTIONS } from './sections.js';
import { encoded, type EncodedPlan } from './test-plans.js';
import { describeFrame } from './wire-log.js';

const group = 'faults';
const SCHEDULES = 8;
const FIRINGS = 4;
const LEASE_MILLISECONDS = 10_000;

function recordIn(answer: Frame): RecordFields {
  const fields = answer.kind === KINDS.reply ? decodeReply('fire', answer.payload) : undefined;
  if (fields?.ok === true) return fields.value;
  throw new CheckFailed('a record for every fire', describeFrame(answer));
}

/** Fires some plans over a bad cable, all sent without waiting as far as the board's window allows. */
async function fireAll(bench: Bench, cable: RecoveringHost, plan: EncodedPlan, first: number): Promise<RecordFields[]> {
  const { hello, draw } = bench;
  const token = draw();
  await cable.ask('release', {});
  await cable.ask('arm', { identity: hello.identity, leaseMilliseconds: LEASE_MILLISECONDS, token });
  for (const piece of bench.pieces(plan)) await cable.ask('load', piece);
  const answers: Promise<Frame>[] = [];
  const records: RecordFields[] = [];
  for (let serial = first; serial < first + FIRINGS; serial += 1) {
    if (answers.length >= hello.maxInFlight) records.push(recordIn(await answers.shift()!));
    answers.push(cable.ask('fire', { planId: plan.planId, serial, token }));
  }
  for (const answer of answers) records.push(recordIn(await answer));
  return records;
}

/** What the board says afterwards, on a cable that works, is what the host was told. */
async function mustHaveFiredOnce(bench: Bench, told: readonly RecordFields[], first: number): Promise<void> {
  const { host } = bench;
  const { lastSerial } = await host.hello();
  mustBe('last serial', lastSerial, first + FIRINGS - 1);
  let end = 0;
  for (const [index, record] of told.entries()) {
    const serial = first + index;
    mustBe('serial and outcome', [record.serial, record.outcome], [serial, 'done']);
    const kept = JSON.stringify(await host.ask('record', { serial }));
    mustBe(`record of serial ${serial}`, kept, JSON.stringify(record));
    mustHold(record.startTick >= end, `serial ${serial} to start at tick ${end} or later`, `${record.startTick}`);
    end = record.startTick + record.durationTicks;
  }
}

async function playSchedule(bench: Bench, schedule: number): Promise<void> {
  const { host, clock, plans } = bench;
  const first = await bench.nextSerial();
  const plan = encoded(plans.varied(schedule));
  const told = await host.lend(async (transport) => {
    const cable = new RecoveringHost(transport, clock, bench.random(`faults ${schedule}`));
    try {
      await cable.hello(bench.draw(), host.session);
      const records = await fireAll(bench, cable, plan, first);
      mustBe('events started', cable.started, FIRINGS);
      return records;
    } finally {
      await cable.mend();
      cable.close();
    }
  });
  // the cable's session is not known to this host, and it may still be armed
  await bench.begin();
  await mustHaveFiredOnce(bench, told, first);
}

/** One bad cable a check, so that a failure says which. */
export const FAULT_CHECKS: readonly Check[] = Array.from({ length: SCHEDULES }, (_, schedule) => ({
  id: `faults.schedule-${schedule + 1}`,
  group,
  section: SECTIONS.lostFrames,
  title: `${FIRINGS} firings on bad cable ${schedule + 1} of ${SCHEDULES} (lost, damaged, repeated, swapped, cut frames) happen once each`,
  run: (bench) => playSchedule(bench, schedule),
}));
