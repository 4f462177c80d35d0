import {
  codeVolts,
  columnDrive,
  FLOATING,
  gateCode,
  planBlocks,
  rowDrive,
  SENSED,
  type BoardLimits,
  type PulsePlan,
} from '../../core/index.js';

type StepScale = Pick<BoardLimits, 'tickSeconds' | 'dacBits' | 'dacFullScaleVolts' | 'settleTicks'>;

export interface FastestStep {
  /** The largest step over the board's settling time; infinite on a board that says it needs none. */
  readonly voltsPerSecond: number;
  /** The block that begins with it; one past the last where it is the return to 0 V. */
  readonly block: number;
  readonly row?: number;
  readonly column?: number;
}

/** A line that nothing drives is taken to be at 0 V. */
const drivenCode = (drive: number): number => (drive === FLOATING || drive === SENSED ? 0 : drive);

/** The fastest change of any row, driven column or gate, from rest at 0 V to rest at 0 V; undefined where none changes. */
export function fastestStep(plan: PulsePlan, scale: StepScale): FastestStep | undefined {
  const { rows, columns } = plan.shape;
  const blocks = planBlocks(plan);
  let largest = 0;
  let at: Omit<FastestStep, 'voltsPerSecond'> = { block: 0 };
  const scan = (
    vectors: Uint16Array,
    lines: number,
    codeAt: (block: number, line: number) => number,
    name: 'row' | 'column',
  ): void => {
    for (let block = 0; block <= blocks; block += 1) {
      if (block > 0 && block < blocks && vectors[block] === vectors[block - 1]) continue;
      for (let line = 0; line < lines; line += 1) {
        const before = block > 0 ? codeAt(block - 1, line) : 0;
        const step = Math.abs((block < blocks ? codeAt(block, line) : 0) - before);
        if (step > largest) [largest, at] = [step, { block, [name]: line }];
      }
    }
  };
  scan(plan.blocks.rows, rows, (block, row) => drivenCode(rowDrive(plan, block, row)), 'row');
  scan(plan.blocks.columns, columns, (block, column) => drivenCode(columnDrive(plan, block, column)), 'column');
  if (plan.gated) scan(plan.blocks.gates, rows, (block, row) => gateCode(plan, block, row), 'row');
  if (largest === 0) return undefined;
  return { voltsPerSecond: codeVolts(largest, scale) / (scale.settleTicks * scale.tickSeconds), ...at };
}
