import { SENSED, type BlockToPlan } from '../core/index.js';
import type { ErrorFields } from '../protocols/index.js';
import type { Check } from './check.js';
import { mustBe } from './check-failed.js';
import { mustAccept, mustBeMicrovolts, mustRefuse } from './limit-checks.js';
import { blocksAboveSampleLimit, restingSampleBlock, sampleBlock } from './sample-plans.js';
import { SECTIONS } from './sections.js';
import type { TestPlans } from './test-plans.js';

const group = 'plans';
const REFERENCE = 'reference-voltage';
const section = SECTIONS.limits;

const lineOf = ({ block, row, column }: ErrorFields): readonly number[] => [block, row, column];
const timesOf = ({ measured, limit }: ErrorFields): readonly number[] => [measured, limit];

const sensedRows = ({ shape }: TestPlans): readonly number[] => Array.from({ length: shape.rows }, () => SENSED);

/** What is refused of plans that sample. */
export const SAMPLING_LIMIT_CHECKS: readonly Check[] = [
  {
    id: 'plans.sample-time',
    group,
    section,
    title:
      'a sample of a line that was not connected for readSeconds, of no line or after its block is refused with 306',
    needs: ['samples'],
    async run(bench) {
      const { plans } = bench;
      const { step, readTicks } = plans;
      const before: BlockToPlan = { ticks: step };
      const column = plans.of([before, sampleBlock(plans, 'forward')]);
      await mustAccept(bench, column);
      const rows = sensedRows(plans);
      await mustAccept(bench, plans.of([before, { ticks: readTicks, rows, sampleTick: readTicks }]));
      // one step earlier a line would be sampled as it is connected, and is not there
      if (readTicks > step) {
        const early = await mustRefuse(bench, plans.of([before, sampleBlock(plans, 'forward', -step)]), 'sample-time');
        mustBe('block, row, column', lineOf(early), [1, -1, 0]);
        mustBe('measured and limit', timesOf(early), [readTicks - step, plans.readLimitTicks]);
        const row = { ticks: readTicks, rows, sampleTick: readTicks - step };
        const tooSoon = await mustRefuse(bench, plans.of([before, row]), 'sample-time');
        mustBe('block, row, column', lineOf(tooSoon), [1, 0, -1]);
        mustBe('measured and limit', timesOf(tooSoon), [readTicks - step, plans.readLimitTicks]);
      }
      const late = { ticks: readTicks, rows, sampleTick: readTicks + step };
      const after = await mustRefuse(bench, plans.of([before, late]), 'sample-time');
      mustBe('block, row, column', lineOf(after), [1, -1, -1]);
      mustBe('measured and limit', timesOf(after), [readTicks + step, readTicks]);
      const nothing = await mustRefuse(
        bench,
        plans.of([before, { ticks: readTicks, sampleTick: readTicks }]),
        'sample-time',
      );
      mustBe('block, row, column', lineOf(nothing), [1, -1, -1]);
    },
  },
  {
    id: 'plans.sample-grid',
    group,
    section,
    title: 'a sample at no multiple of edgeTicks is refused with 304',
    needs: ['samples', 'coarse-grid'],
    async run(bench) {
      const { plans } = bench;
      const { step, readTicks } = plans;
      const rows = sensedRows(plans);
      const plan = plans.of([{ ticks: step }, { ticks: readTicks + step, rows, sampleTick: readTicks + 1 }]);
      const error = await mustRefuse(bench, plan, 'off-grid');
      mustBe('block', error.block, 1);
      mustBe('measured and limit', timesOf(error), [readTicks + 1, step]);
    },
  },
  {
    id: 'plans.too-many-samples',
    group,
    section,
    title: 'a plan that samples more than maxSamples currents is refused with 205, one of no more is not',
    needs: ['samples', 'sample-limit'],
    async run(bench) {
      const { plans, limits } = bench;
      const { rows, columns } = plans.shape;
      const blocks = blocksAboveSampleLimit(plans);
      const block = restingSampleBlock(plans);
      await mustAccept(bench, plans.of(Array.from({ length: blocks - 1 }, () => block)));
      const error = await mustRefuse(bench, plans.of(Array.from({ length: blocks }, () => block)), 'too-many-samples');
      mustBe('measured and limit', timesOf(error), [blocks * (rows + columns), limits.maxSamples]);
    },
  },
  {
    id: 'plans.reference',
    group,
    section,
    title: 'a reference beside lines that are not sensed, or beyond full scale, is refused with 407',
    async run(bench) {
      const { plans, limits } = bench;
      const { lowCode, rowLimitCode, shape, step: ticks } = plans;
      const rows = [lowCode];
      await mustAccept(bench, plans.of([{ ticks }, { ticks, rows, reference: 'forward' }]));
      await mustAccept(bench, plans.of([{ ticks }, { ticks, rows: sensedRows(plans), reference: 'backward' }]));
      const wrong = await mustRefuse(bench, plans.of([{ ticks }, { ticks, rows, reference: 'backward' }]), REFERENCE);
      mustBe('block, measured, limit', [wrong.block, ...timesOf(wrong)], [1, 0, 0]);
      const fullScale = 2 ** (limits.dacBits - 1);
      if (shape.rows * rowLimitCode > fullScale) {
        const high = Array.from({ length: shape.rows }, () => rowLimitCode);
        const beyond = plans.of([{ ticks }, { ticks, rows: high, reference: 'forward' }]);
        const error = await mustRefuse(bench, beyond, REFERENCE);
        mustBe('block', error.block, 1);
        mustBeMicrovolts(bench, error, -shape.rows * rowLimitCode, limits.dacFullScaleVolts);
      }
      if (!limits.drivesColumns) return;
      const both: BlockToPlan = { ticks, rows, columns: [lowCode], reference: 'forward' };
      mustBe('block', (await mustRefuse(bench, plans.of([{ ticks }, both]), REFERENCE)).block, 1);
    },
  },
];
