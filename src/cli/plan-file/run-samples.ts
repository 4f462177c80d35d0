import {
  codeVolts,
  FLOATING,
  formatColumn,
  formatRow,
  planBlocks,
  rowDrive,
  sampledLines,
  SENSED,
  type BoardLimits,
  type PulsePlan,
} from '../../core/index.js';
import type { CellPlace } from '../../twin/index.js';

/** One current that a plan sampled. */
export interface RunSample {
  /** From the first edge of its plan. */
  readonly seconds: number;
  readonly block: number;
  readonly line: string;
  /** Of the row of the cell that the plan is about; null where it is about several, or none. */
  readonly rowVolts: number | null;
  readonly amperes: number;
}

function voltsOf(plan: PulsePlan, block: number, cell: CellPlace | undefined, limits: BoardLimits): number | null {
  if (cell === undefined) return null;
  const drive = rowDrive(plan, block, cell.row);
  if (drive === FLOATING) return null;
  return drive === SENSED ? 0 : codeVolts(drive, limits);
}

/** The currents of a plan with the times and lines they belong to. */
export function runSamples(
  plan: PulsePlan,
  amperes: Float64Array,
  targets: readonly CellPlace[] | undefined,
  limits: BoardLimits,
): RunSample[] {
  const names = new Set(targets?.map(({ row, column }) => `${row} ${column}`));
  const cell = names.size === 1 ? targets![0] : undefined;
  const samples: RunSample[] = [];
  let ticks = 0;
  for (let block = 0; block < planBlocks(plan); block += 1) {
    for (const line of sampledLines(plan, block)) {
      samples.push({
        seconds: (ticks + plan.blocks.sampleTicks[block]!) * limits.tickSeconds,
        block: block + 1,
        line: 'row' in line ? formatRow(line.row) : formatColumn(line.column),
        rowVolts: voltsOf(plan, block, cell, limits),
        amperes: amperes[samples.length]!,
      });
    }
    ticks += plan.blocks.ticks[block]!;
  }
  return samples;
}

/** A table for a spreadsheet, Origin or pandas (`comment='#'`). */
export const samplesCsv = (samples: readonly RunSample[]): string =>
  [
    '# currents that a plan sampled, into the amplifier of their line',
    '# seconds: s from the first edge of the plan; volts: V of the row of the cell the plan is about; amperes: A',
    'seconds,block,line,volts,amperes',
    ...samples.map(({ seconds, block, line, rowVolts, amperes }) =>
      [seconds, block, line, rowVolts ?? '', amperes].join(','),
    ),
    '',
  ].join('\n');
