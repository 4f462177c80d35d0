import { codeVolts, FLOATING, planBlocks, SENSED, type PulsePlan } from '../core/index.js';
import type { ErrorFields, ErrorName } from '../protocols/index.js';
import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { mustBe, mustHold } from './check-failed.js';
import { SECTIONS } from './sections.js';

const group = 'plans';
const section = SECTIONS.limits;

/** A board may round its own limit to its own microvolt. */
const MICROVOLTS_SLACK = 1;

export async function mustAccept(bench: Bench, plan: PulsePlan): Promise<void> {
  const { planId } = await bench.load(plan);
  await bench.host.ask('check', { planId });
}

/** Refused by check, and by fire as well: both must look at everything. */
export async function mustRefuse(bench: Bench, plan: PulsePlan, error: ErrorName): Promise<ErrorFields> {
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

const PLACE = 'block, column, measured, limit';

const placeOf = ({ block, column, measured, limit }: ErrorFields): readonly number[] => [
  block,
  column,
  measured,
  limit,
];

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
      await mustRefuse(bench, plans.of(blocks, plans.shape, document.arrays.length), 'bad-array');
      await mustRefuse(bench, plans.of(blocks, { rows: rows + 1, columns }), 'bad-array');
      await mustRefuse(bench, plans.of(blocks, { rows, columns: columns + 1 }), 'bad-array');
    },
  },
  {
    id: 'plans.block-length',
    group,
    section,
    title: 'a block of 0 ticks or of more than maxBlockTicks is refused with 301, one of the longest is not',
    async run(bench) {
      const { plans, limits } = bench;
      await mustAccept(bench, plans.of([{ ticks: plans.longestBlock }]));
      const tooLong = plans.longestBlock + plans.step;
      for (const ticks of tooLong <= 0xffffffff ? [0, tooLong] : [0]) {
        const error = await mustRefuse(bench, plans.of([{ ticks: plans.step }, { ticks }]), 'block-too-long');
        mustBe('block, measured, limit', [error.block, error.measured, error.limit], [1, ticks, limits.maxBlockTicks]);
      }
    },
  },
  {
    id: 'plans.window-length',
    group,
    section,
    title: 'a window that ends after its block is refused with 302, one as long as the guards allow is not',
    async run(bench) {
      const { plans } = bench;
      const { opening, closing, step } = plans;
      const ticks = opening + step + closing;
      const open = Array.from({ length: plans.shape.columns }, (): readonly [number, number] => [0, 0]);
      const withLast = (from: number, until: number): PulsePlan =>
        plans.of([{ ticks }, { ticks, windows: open.with(open.length - 1, [from, until]) }]);
      await mustAccept(bench, withLast(opening, ticks - closing));
      const error = await mustRefuse(bench, withLast(opening, ticks + step), 'window-too-long');
      mustBe(PLACE, placeOf(error), [1, open.length - 1, ticks + step, ticks]);
    },
  },
  {
    id: 'plans.guard',
    group,
    section,
    title:
      'a window that begins before settleTicks or ends within openTicks of the end of its block is refused with 305, also where no row changes',
    needs: ['guards'],
    async run(bench) {
      const { plans, limits } = bench;
      const { opening, closing, step } = plans;
      const ticks = opening + 2 * step + closing;
      const withWindow = (from: number, until: number): PulsePlan =>
        plans.of([{ ticks }, { ticks, windows: [[from, until]] }]);
      await mustAccept(bench, withWindow(opening, opening + step));
      await mustAccept(bench, withWindow(opening + step, ticks - closing));
      if (opening > 0) {
        const early = await mustRefuse(bench, withWindow(opening - step, opening + step), 'guard');
        mustBe(PLACE, placeOf(early), [1, 0, opening - step, limits.settleTicks]);
      }
      if (closing === 0) return;
      const late = await mustRefuse(bench, withWindow(opening, ticks - closing + step), 'guard');
      mustBe(PLACE, placeOf(late), [1, 0, ticks - closing + step, ticks - limits.openTicks]);
    },
  },
  {
    id: 'plans.output-time',
    group,
    section,
    title:
      'a row, driven column or gate that is away from 0 V for longer than maxOutputTicks is refused with 303, as long is not',
    needs: ['output-limit'],
    async run(bench) {
      const { plans, limits } = bench;
      const longest = Math.floor(limits.maxOutputTicks / plans.step) * plans.step;
      const kinds = [
        ['rows', 'row'],
        ...(limits.drivesColumns ? ([['columns', 'column']] as const) : []),
        ...(plans.isGated ? ([['gates', 'row']] as const) : []),
      ] as const;
      for (const [lines, where] of kinds) {
        await mustAccept(bench, plans.holding(longest, lines)!);
        const tooLong = plans.holding(longest + plans.step, lines)!;
        const error = await mustRefuse(bench, tooLong, 'output-too-long');
        const wanted = [planBlocks(tooLong) - 1, 0, longest + plans.step, limits.maxOutputTicks];
        mustBe(
          `block, ${where}, measured, limit of ${lines}`,
          [error.block, error[where], error.measured, error.limit],
          wanted,
        );
      }
    },
  },
  {
    id: 'plans.grid',
    group,
    section,
    title: 'a block, or an edge of a window, that is no multiple of edgeTicks is refused with 304',
    needs: ['coarse-grid'],
    async run(bench) {
      const { plans } = bench;
      const { step } = plans;
      const block = await mustRefuse(bench, plans.of([{ ticks: step }, { ticks: step - 1 }]), 'off-grid');
      mustBe(PLACE, placeOf(block), [1, -1, step - 1, step]);
      const ticks = plans.opening + 2 * step + plans.closing;
      const middle = plans.opening + step;
      for (const [from, until, wrong] of [
        [middle - 1, middle, middle - 1],
        [middle, middle + 1, middle + 1],
      ] as const) {
        const window = await mustRefuse(bench, plans.of([{ ticks, windows: [[from, until]] }]), 'off-grid');
        mustBe(PLACE, placeOf(window), [0, 0, wrong, step]);
      }
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
        await mustAccept(bench, withCode(rowLimitCode));
        const error = await mustRefuse(bench, withCode(rowLimitCode + 1), 'row-voltage');
        mustBe('block and row', [error.block, error.row], [1, last]);
        mustBeMicrovolts(bench, error, sign * (rowLimitCode + 1), limits.maxRowVolts);
      }
    },
  },
  {
    id: 'plans.column-voltage',
    group,
    section,
    title: 'a driven column one code above the limit of a row is refused with 401 and its column; so below 0 V',
    needs: ['driven-columns'],
    async run(bench) {
      const { plans, limits } = bench;
      const { rowLimitCode, shape, step: ticks } = plans;
      const last = shape.columns - 1;
      const rest = Array.from({ length: shape.columns }, () => SENSED);
      for (const sign of [1, -1]) {
        // also where its switch stays open: the line before it is driven all the same
        const withCode = (code: number): PulsePlan =>
          plans.of([{ ticks }, { ticks, columns: rest.with(last, sign * code) }]);
        await mustAccept(bench, withCode(rowLimitCode));
        const error = await mustRefuse(bench, withCode(rowLimitCode + 1), 'row-voltage');
        mustBe('block, row, column', [error.block, error.row, error.column], [1, -1, last]);
        mustBeMicrovolts(bench, error, sign * (rowLimitCode + 1), limits.maxRowVolts);
      }
      // a column floats while its switch is open, and cannot while it is closed
      const floating = plans.of([{ ticks }, { ticks, columns: rest.with(last, FLOATING) }]);
      mustBe('column', (await mustRefuse(bench, floating, 'row-voltage')).column, last);
    },
  },
  {
    id: 'plans.gate-voltage',
    group,
    section,
    title: 'a gate one code above the limit is refused with 405, one at the limit is not; so below 0 V',
    needs: ['gates'],
    async run(bench) {
      const { plans, limits } = bench;
      const { gateLimitCode, shape, step: ticks } = plans;
      const last = shape.rows - 1;
      const rest = Array.from({ length: shape.rows }, () => 0);
      for (const sign of [1, -1]) {
        const withCode = (code: number): PulsePlan =>
          plans.of([{ ticks }, { ticks, gates: rest.with(last, sign * code) }]);
        await mustAccept(bench, withCode(gateLimitCode));
        const error = await mustRefuse(bench, withCode(gateLimitCode + 1), 'gate-voltage');
        mustBe('block and row', [error.block, error.row], [1, last]);
        mustBeMicrovolts(bench, error, sign * (gateLimitCode + 1), limits.maxGateVolts);
      }
      for (const code of [FLOATING, SENSED]) {
        const plan = plans.of([{ ticks }, { ticks, gates: rest.with(last, code) }]);
        mustBe('row', (await mustRefuse(bench, plan, 'gate-voltage')).row, last);
      }
    },
  },
];
