import { codeVolts, type PulsePlan } from '../core/index.js';
import type { ErrorFields, ErrorName } from '../protocols/index.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { SECTIONS } from './sections.js';

const group = 'plans';
const section = SECTIONS.limits;

/** A board may round its own limit to its own microvolt. */
const MICROVOLTS_SLACK = 1;

async function accepted(bench: Bench, plan: PulsePlan): Promise<void> {
  const { planId } = await bench.load(plan);
  await bench.host.ask('check', { planId });
}

/** Refused by check, and by fire as well: both must look at everything. */
async function refused(bench: Bench, plan: PulsePlan, error: ErrorName): Promise<ErrorFields> {
  const { planId } = await bench.load(plan);
  const { lastSerial } = await bench.host.ask('status', {});
  const token = await bench.arm();
  await bench.host.refused('fire', { planId, serial: lastSerial + 1, token }, error);
  mustBe('last serial after a refused plan', (await bench.host.ask('status', {})).lastSerial, lastSerial);
  return bench.host.refused('check', { planId }, error);
}

export function mustBeMicrovolts(bench: Bench, error: ErrorFields, code: number, limitVolts: number): void {
  const measured = codeVolts(code, bench.limits) * 1e6;
  const near = Math.abs(error.measured - measured) <= MICROVOLTS_SLACK;
  mustHold(near, `measured ${measured.toFixed(0)} uV`, `${error.measured}`);
  const limit = limitVolts * 1e6;
  mustHold(Math.abs(error.limit - limit) <= MICROVOLTS_SLACK, `limit ${limit.toFixed(0)} uV`, `${error.limit}`);
}

export const LIMIT_CHECKS: readonly Check[] = [
  {
    id: 'plans.array',
    group,
    section,
    title: 'a plan for an array that is not there, or of another shape, is refused with 204',
    async run(bench) {
      const { plans, document } = bench;
      const { rows, columns } = plans.shape;
      const blocks = [{ ticks: plans.shortBlock }];
      await refused(bench, plans.of(blocks, plans.shape, document.arrays.length), 'bad-array');
      await refused(bench, plans.of(blocks, { rows: rows + 1, columns }), 'bad-array');
      await refused(bench, plans.of(blocks, { rows, columns: columns + 1 }), 'bad-array');
    },
  },
  {
    id: 'plans.block-length',
    group,
    section,
    title: 'a block of 0 ticks or of more than maxBlockTicks is refused with 301, one of the longest is not',
    async run(bench) {
      const { plans, limits } = bench;
      await accepted(bench, plans.of([{ ticks: plans.longestBlock }]));
      const tooLong = plans.longestBlock + plans.step;
      for (const ticks of tooLong <= 0xffffffff ? [0, tooLong] : [0]) {
        const error = await refused(bench, plans.of([{ ticks: plans.step }, { ticks }]), 'block-too-long');
        mustBe('block, measured, limit', [error.block, error.measured, error.limit], [1, ticks, limits.maxBlockTicks]);
      }
    },
  },
  {
    id: 'plans.window-length',
    group,
    section,
    title: 'a window longer than its block is refused with 302, one as long is not',
    async run(bench) {
      const { plans } = bench;
      const { step } = plans;
      await accepted(bench, plans.of([{ ticks: step, windows: [step] }]));
      const windows = Array.from({ length: plans.shape.columns }, () => 0);
      windows[windows.length - 1] = 2 * step;
      const error = await refused(bench, plans.of([{ ticks: step, windows }]), 'window-too-long');
      const { block, column, measured, limit } = error;
      mustBe(
        'block, column, measured, limit',
        [block, column, measured, limit],
        [0, windows.length - 1, 2 * step, step],
      );
    },
  },
  {
    id: 'plans.output-time',
    group,
    section,
    title: 'a row that is away from 0 V for longer than maxOutputTicks is refused with 303, as long is not',
    needs: ['output-limit'],
    async run(bench) {
      const { plans, limits } = bench;
      const longest = Math.floor(limits.maxOutputTicks / plans.step) * plans.step;
      await accepted(bench, plans.holding(longest)!);
      const tooLong = plans.holding(longest + plans.step)!;
      const { block, row, measured, limit } = await refused(bench, tooLong, 'output-too-long');
      const last = tooLong.blockTicks.length - 1;
      const wanted = [last, 0, longest + plans.step, limits.maxOutputTicks];
      mustBe('block, row, measured, limit', [block, row, measured, limit], wanted);
    },
  },
  {
    id: 'plans.grid',
    group,
    section,
    title: 'a block or a window that is no multiple of edgeTicks is refused with 304',
    needs: ['coarse-grid'],
    async run(bench) {
      const { plans } = bench;
      const { step } = plans;
      const block = await refused(bench, plans.of([{ ticks: step }, { ticks: step - 1 }]), 'off-grid');
      mustBe(
        'block, column, measured, limit',
        [block.block, block.column, block.measured, block.limit],
        [1, -1, step - 1, step],
      );
      const window = await refused(bench, plans.of([{ ticks: step, windows: [step - 1] }]), 'off-grid');
      mustBe(
        'block, column, measured, limit',
        [window.block, window.column, window.measured, window.limit],
        [0, 0, step - 1, step],
      );
    },
  },
  {
    id: 'plans.row-voltage',
    group,
    section,
    title: 'a row one code above the limit is refused with 401, one at the limit is not; so below 0 V',
    async run(bench) {
      const { plans, limits } = bench;
      const { rowLimitCode, shape } = plans;
      const last = shape.rows - 1;
      for (const sign of [1, -1]) {
        const rows = Array.from({ length: shape.rows }, () => 0);
        const withCode = (code: number): PulsePlan =>
          plans.of([{ ticks: plans.step }, { ticks: plans.step, rows: rows.with(last, sign * code) }]);
        await accepted(bench, withCode(rowLimitCode));
        const error = await refused(bench, withCode(rowLimitCode + 1), 'row-voltage');
        mustBe('block and row', [error.block, error.row], [1, last]);
        mustBeMicrovolts(bench, error, sign * (rowLimitCode + 1), limits.maxRowVolts);
      }
    },
  },
];
