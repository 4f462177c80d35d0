import { formatQuantity, planTicks, type PulsePlan } from '../core/index.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { CheckFailed, mustBe, mustHold } from './check-failed.js';
import { startedEvent } from './fire-checks.js';
import { edgeSeconds, formatProfile, isWithin, PROFILE_STEP_SECONDS } from './profile.js';
import { SECTIONS } from './sections.js';
import { edgesOf, formatLine, tracedEdges, tracedLines, waveform, type Edge } from './trace.js';

const group = 'timing';
const PLANS = 5;

const randomPlans = (bench: Bench, name: string): readonly PulsePlan[] =>
  Array.from({ length: PLANS }, (_, index) => bench.plans.random(bench.random(`${name} ${index}`), 2 + 2 * index));

const inWords = (edges: readonly Edge[]): string =>
  edges.length === 0 ? 'no edge' : edges.map(({ ticks, value }) => `${value} at ${ticks}`).join(', ');

/** Every line as the plan has it, edge by edge, none more than half a step early or late. */
function mustFollow(bench: Bench, plan: PulsePlan, traced: readonly Edge[]): void {
  const lines = tracedLines(plan);
  const tolerance = PROFILE_STEP_SECONDS[bench.profile] / 2 / bench.limits.tickSeconds;
  const planned = waveform(edgesOf(plan), lines);
  const measured = waveform(traced, lines);
  for (const [line, wanted] of planned.entries()) {
    const got = measured[line]!;
    const follows =
      got.length === wanted.length &&
      got.every(({ ticks, value }, index) => {
        const edge = wanted[index]!;
        return value === edge.value && Math.abs(ticks - edge.ticks) <= tolerance;
      });
    const name = formatLine(plan, line);
    if (!follows) throw new CheckFailed(`${name}: ${inWords(wanted)} ticks`, `${inWords(got)} ticks`);
  }
  const strange = traced.find(({ line }) => line >= lines);
  mustHold(strange === undefined, `lines 0 to ${lines - 1}`, `an edge of line ${strange?.line}`);
}

export const TIMING_CHECKS: readonly Check[] = [
  {
    id: 'timing.grid',
    group,
    section: SECTIONS.profiles,
    title: 'the identity document promises edges as fine as the profile asks for',
    async run({ limits, profile }) {
      const got = formatQuantity(edgeSeconds(limits), 's');
      mustHold(isWithin(limits, profile), `edges for ${formatProfile(profile)}`, `edges every ${got}`);
      return Promise.resolve();
    },
  },
  {
    id: 'timing.duration',
    group,
    section: SECTIONS.firing,
    title: "a record's durationTicks is the sum of its blocks, its startTick that of the event started",
    async run(bench) {
      const token = await bench.arm();
      for (const plan of randomPlans(bench, 'duration')) {
        const record = await bench.fire(plan, token);
        mustBe('durationTicks', record.durationTicks, planTicks(plan));
        const [serial, startTick] = await startedEvent(bench.host);
        mustBe('serial and startTick', [serial, startTick], [record.serial, record.startTick]);
      }
    },
  },
  {
    id: 'timing.clock',
    group,
    section: SECTIONS.voltages,
    title: "the board's clock only rises: no plan starts before the one before it has ended",
    async run(bench) {
      const { host } = bench;
      const token = await bench.arm();
      let now = (await host.ask('status', {})).boardTicks;
      for (const plan of randomPlans(bench, 'clock')) {
        const { startTick, durationTicks } = await bench.fire(plan, token);
        mustHold(startTick >= now, `a start at tick ${now} or later`, `${startTick}`);
        now = (await host.ask('status', {})).boardTicks;
        const end = startTick + durationTicks;
        mustHold(now >= end, `a clock of at least ${end} after the plan`, `${now}`);
      }
    },
  },
  {
    id: 'timing.edges',
    group,
    section: SECTIONS.profiles,
    title: 'the edges the board has measured are those of the plan, within half a step of the profile',
    needs: ['trace'],
    async run(bench) {
      const token = await bench.arm();
      for (const plan of randomPlans(bench, 'edges')) {
        const { serial } = await bench.fire(plan, token);
        mustFollow(bench, plan, await tracedEdges(bench, serial));
        await bench.host.refused('trace', { serial: serial + 1, offset: 0, count: 1 }, 'no-record');
      }
    },
  },
];
