import { planSamples, type PulsePlan } from '../core/index.js';
import type { DirectionName, RecordFields } from '../protocols/index.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { sampleBlock, sampledDrive } from './sample-plans.js';
import { SECTIONS } from './sections.js';
import { encoded } from './test-plans.js';

const group = 'plans';
const section = SECTIONS.plans;
const CURRENTS_AT_ONCE = 64;
const REPEATS = 8;

/** What the board has sampled in its last plan, asked for piece by piece. */
async function samplesOf({ host }: Bench, serial: number): Promise<readonly number[]> {
  const sampled: number[] = [];
  for (;;) {
    const asked = { serial, offset: sampled.length, count: CURRENTS_AT_ONCE };
    const { total, codes } = await host.ask('samples', asked);
    sampled.push(...codes);
    if (sampled.length >= total) return sampled;
    mustHold(codes.length > 0, `${total} currents`, `${sampled.length}`);
  }
}

const directions = ({ limits }: Bench): readonly DirectionName[] =>
  limits.drivesColumns ? ['forward', 'backward'] : ['forward'];

/** Two samples of columns, and where columns can be driven one of rows between them; all lines rest after each. */
const manyLines = (bench: Bench): PulsePlan =>
  bench.plans.of(
    [...directions(bench), 'forward' as const].flatMap((direction) => [
      sampleBlock(bench.plans, direction),
      { ticks: bench.plans.step },
    ]),
  );

async function fireSampling(bench: Bench): Promise<RecordFields> {
  const plan = manyLines(bench);
  const record = await bench.fire(plan, await bench.arm());
  mustBe('currents sampled', (await samplesOf(bench, record.serial)).length, planSamples(plan));
  return record;
}

const summary = (codes: readonly number[]): { readonly mean: number; readonly spread: number } => ({
  mean: codes.reduce((sum, code) => sum + code, 0) / codes.length,
  spread: Math.max(...codes) - Math.min(...codes),
});

/** The sample of a direction is what a read of the same voltages measures. */
async function mustBeAsRead(bench: Bench, direction: DirectionName, token: number): Promise<void> {
  const { host, plans } = bench;
  const codes = Int32Array.from(sampledDrive(plans, direction));
  const plan = plans.of([sampleBlock(plans, direction)]);
  const [read, sampled]: (readonly number[])[][] = [[], []];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    read!.push([...(await host.ask('read', { array: 0, direction, codes })).codes]);
    sampled!.push(await samplesOf(bench, (await bench.fire(plan, token)).serial));
  }
  for (const line of read![0]!.keys()) {
    const [asRead, asSampled] = [read!, sampled!].map((all) => summary(all.map((readings) => readings[line]!)));
    const noise = Math.max(1, asRead!.spread, asSampled!.spread);
    const apart = Math.abs(asRead!.mean - asSampled!.mean);
    const wanted = `line ${line} sampled ${direction} within ${noise} codes of a read of it, ${asRead!.mean.toFixed(1)}`;
    mustHold(apart <= noise, wanted, asSampled!.mean.toFixed(1));
  }
}

export const SAMPLE_CHECKS: readonly Check[] = [
  {
    id: 'plans.samples',
    group,
    section,
    title: 'a plan samples as many currents as it asks for; one that asks for none has none',
    needs: ['samples'],
    async run(bench) {
      const { host, plans } = bench;
      const { serial } = await fireSampling(bench);
      const all = await samplesOf(bench, serial);
      for (const offset of [0, 1, all.length - 1]) {
        const { total, codes } = await host.ask('samples', { serial, offset, count: 1 });
        mustBe(`total and current ${offset}`, [total, ...codes], [all.length, all[offset]!]);
      }
      const { codes } = await host.ask('samples', { serial, offset: all.length, count: 1 });
      mustBe('currents after the last', codes.length, 0);
      const resting = await bench.fire(plans.small, await bench.arm());
      mustBe('currents of a plan without samples', (await samplesOf(bench, resting.serial)).length, 0);
    },
  },
  {
    id: 'plans.samples-as-read',
    group,
    section,
    title: 'a sample with the reference driven is what a read of the same voltages measures, forward and backward',
    needs: ['samples', 'no-gates'],
    async run(bench) {
      const token = await bench.arm();
      for (const direction of directions(bench)) await mustBeAsRead(bench, direction, token);
    },
  },
  {
    id: 'plans.samples-kept',
    group,
    section,
    title:
      'samples are those of the last plan, until the next is fired: also in safe, in another session and after its serial was repeated; others are refused with 601',
    needs: ['samples'],
    async run(bench) {
      const { host, plans } = bench;
      const { serial, planId } = await fireSampling(bench);
      const sampled = await samplesOf(bench, serial);
      await bench.fireLoaded(planId, serial, bench.draw());
      mustBe('samples after the serial was repeated', await samplesOf(bench, serial), sampled);
      await host.ask('ground', {});
      mustBe('samples in safe', await samplesOf(bench, serial), sampled);
      await host.hello();
      mustBe('samples in another session', await samplesOf(bench, serial), sampled);
      const other = { offset: 0, count: 1 };
      await host.refused('samples', { serial: serial + 1, ...other }, 'no-record');
      await bench.fire(plans.small, await bench.arm());
      await host.refused('samples', { serial, ...other }, 'no-record');
    },
  },
  {
    id: 'plans.samples-in-order',
    group,
    section,
    title: 'samples asked for behind a fire are answered after it, and before the next plan is fired',
    needs: ['samples', 'window'],
    async run(bench) {
      const { host, plans } = bench;
      const plan = manyLines(bench);
      const { planId } = await bench.load(plan);
      const next = encoded(plans.small);
      await bench.loadEncoded(next);
      const token = await bench.arm();
      const serial = await bench.nextSerial();
      const fire = host.number('fire', { planId, serial, token });
      const samples = host.number('samples', { serial, offset: 0, count: CURRENTS_AT_ONCE });
      const fireNext = host.number('fire', { planId: next.planId, serial: serial + 1, token });
      await host.send(fire, samples, fireNext);
      mustBe('serial', host.reply('fire', await host.answer(fire, bench.patience(plan))).serial, serial);
      mustBe('currents', host.reply('samples', await host.answer(samples)).total, planSamples(plan));
      mustBe('serial', host.reply('fire', await host.answer(fireNext, bench.patience(plan))).serial, serial + 1);
    },
  },
];
