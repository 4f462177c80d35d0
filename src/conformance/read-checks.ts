import type { DirectionName, ReadReply } from '../protocols/index.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { mustBeMicrovolts } from './limit-checks.js';
import { SECTIONS } from './sections.js';

const group = 'plans';
const REPEATS = 8;
const BETWEEN = 40;

const linesOf = ({ plans: { shape } }: Bench, direction: DirectionName): readonly [driven: number, sensed: number] =>
  direction === 'forward' ? [shape.rows, shape.columns] : [shape.columns, shape.rows];

function read(bench: Bench, direction: DirectionName, code: number): Promise<ReadReply> {
  const codes = new Int32Array(linesOf(bench, direction)[0]).fill(code);
  return bench.host.ask('read', { array: 0, direction, codes });
}

/** Smallest, mean and largest code of every sensed line. */
async function spread(bench: Bench, direction: DirectionName): Promise<readonly (readonly number[])[]> {
  const readings: Int32Array[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    readings.push((await read(bench, direction, bench.plans.lowCode)).codes);
  }
  return Array.from(readings[0]!, (_, line) => {
    const codes = readings.map((reading) => reading[line]!);
    return [Math.min(...codes), codes.reduce((sum, code) => sum + code, 0) / REPEATS, Math.max(...codes)];
  });
}

export const READ_CHECKS: readonly Check[] = [
  {
    id: 'plans.read',
    group,
    section: SECTIONS.voltages,
    title: 'a read senses every line of the other side, forward and backward, in the time T_rd',
    async run(bench) {
      await bench.release();
      const { readSeconds, tickSeconds } = bench.limits;
      for (const direction of ['forward', 'backward'] as const) {
        const { codes, durationTicks } = await read(bench, direction, bench.plans.lowCode);
        mustBe(`lines sensed ${direction}`, codes.length, linesOf(bench, direction)[1]);
        mustBe('ticks of a read', durationTicks, Math.round(readSeconds / tickSeconds));
        const largest = 2 ** (bench.document.adc.bits - 1);
        const fits = codes.every((code) => code >= -largest && code < largest);
        mustHold(fits, `codes of ${bench.document.adc.bits} bits`, codes.join(', '));
      }
    },
  },
  {
    id: 'plans.reads-move-nothing',
    group,
    section: SECTIONS.limits,
    title: 'the same read gives the same again, however often it is repeated',
    async run(bench) {
      await bench.release();
      for (const direction of ['forward', 'backward'] as const) {
        const before = await spread(bench, direction);
        for (let repeat = 0; repeat < BETWEEN; repeat += 1) await read(bench, direction, bench.plans.readLimitCode);
        const after = await spread(bench, direction);
        for (const [line, [least, mean, most]] of before.entries()) {
          // one step of the ADC, or its own noise
          const noise = Math.max(1, most! - least!);
          const moved = Math.abs(after[line]![1]! - mean!);
          mustHold(moved <= noise, `line ${line} ${direction} within ${noise} codes`, `${moved.toFixed(1)} codes away`);
        }
      }
    },
  },
  {
    id: 'plans.read-voltage',
    group,
    section: SECTIONS.limits,
    title: 'a read one code above the limit is refused with 402, one at the limit is not; so below 0 V',
    async run(bench) {
      await bench.release();
      const { readLimitCode } = bench.plans;
      for (const direction of ['forward', 'backward'] as const) {
        const lines = linesOf(bench, direction)[0];
        for (const sign of [1, -1]) {
          await read(bench, direction, sign * readLimitCode);
          const code = sign * (readLimitCode + 1);
          const codes = new Int32Array(lines);
          codes[lines - 1] = code;
          const error = await bench.host.refused('read', { array: 0, direction, codes }, 'read-voltage');
          mustBe('line', direction === 'forward' ? error.row : error.column, lines - 1);
          mustBeMicrovolts(bench, error, code, bench.limits.maxReadVolts);
        }
      }
    },
  },
  {
    id: 'plans.read-array',
    group,
    section: SECTIONS.limits,
    title: 'a read of an array that is not there, or with too few or too many voltages, is refused with 204',
    async run(bench) {
      await bench.release();
      const { host, document } = bench;
      const { arrays } = document;
      const lines = linesOf(bench, 'forward')[0];
      const missing = { array: arrays.length, direction: 'forward', codes: new Int32Array(lines) } as const;
      await host.refused('read', missing, 'bad-array');
      for (const length of [lines - 1, lines + 1]) {
        await host.refused('read', { array: 0, direction: 'forward', codes: new Int32Array(length) }, 'bad-array');
      }
    },
  },
];
