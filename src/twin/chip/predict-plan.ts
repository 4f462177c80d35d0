import {
  ConfigError,
  formatCell,
  formatShape,
  planBlocks,
  planSamples,
  sampledLines,
  type PulsePlan,
} from '../../core/index.js';
import type { CellPlace, MarkTrace } from './cell-trace.js';
import type { ChipArray } from './chip-array.js';
import { PlanDrive, type PlanScale } from './plan-drive.js';

/** What one cell saw: the points of two curves over time. Every edge has two points, one for each side of it. */
export interface CellTrace extends CellPlace {
  /** From the start of the plan. */
  readonly seconds: Float64Array;
  /** From row to column: positive raises the conductance of a cell of the usual sense. */
  readonly volts: Float64Array;
  /** Likewise. */
  readonly amperes: Float64Array;
}

export interface PlanPrediction {
  /** x of every cell at the end, row-major. */
  readonly states: Float64Array;
  /** Drawn from all drivers. */
  readonly joules: number;
  /** Amperes, block after block, in the order of `sampledLines`, as an ADC without steps or limits reads them. */
  readonly samples: Float64Array;
  /** One for each cell that was asked for, in that order. */
  readonly traces: readonly CellTrace[];
}

interface Points {
  readonly seconds: number[];
  readonly volts: number[];
  readonly amperes: number[];
}

function checkCells(cells: readonly CellPlace[], { shape }: ChipArray): void {
  const astray = cells.find(
    ({ row, column }) => !(row >= 0 && row < shape.rows && column >= 0 && column < shape.columns),
  );
  if (!astray) return;
  throw new ConfigError(
    'bad-argument',
    `The cell ${formatCell(astray.row, astray.column)} is not on the array, which is ${formatShape(shape)}. ` +
      `Name a cell from [0, 0] to [${shape.rows - 1}, ${shape.columns - 1}].`,
  );
}

/**
 * What a plan will do to an array on an ideal board, from the same physics that the twin runs on. It does it to `array`,
 * which is left as the plan leaves it.
 *
 * @param scale of the board's codes and ticks
 * @param cells those to follow; each costs as much again as its column does
 * @throws ConfigError `bad-argument` where plan, array and cells do not fit each other
 */
export function predictPlan(
  plan: PulsePlan,
  scale: PlanScale,
  array: ChipArray,
  cells: readonly CellPlace[] = [],
): PlanPrediction {
  checkCells(cells, array);
  const drives = new PlanDrive(plan, scale);
  const { rows, columns } = plan.shape;
  const out = { rowAmperes: new Float64Array(rows), columnAmperes: new Float64Array(columns) };
  const samples = new Float64Array(planSamples(plan));
  const points = cells.map((): Points => ({ seconds: [], volts: [], amperes: [] }));
  let ticks = 0;
  let sampled = 0;
  let joules = 0;
  const marks = points.map(({ seconds, volts, amperes }): MarkTrace => (time, across, through) => {
    seconds.push(ticks * scale.tickSeconds + time);
    volts.push(across);
    amperes.push(through);
  });
  for (let block = 0; block < planBlocks(plan); block += 1) {
    const drive = drives.ofBlock(block);
    const length = plan.blocks.ticks[block]!;
    const blockSeconds = length * scale.tickSeconds;
    if (cells.length > 0) array.traceBlock(drive, blockSeconds, cells, marks);
    joules += array.applyBlock(drive, blockSeconds, drive.sampleSeconds > 0 ? out : undefined);
    for (const line of sampledLines(plan, block)) {
      samples[sampled++] = 'row' in line ? out.rowAmperes[line.row]! : out.columnAmperes[line.column]!;
    }
    ticks += length;
  }
  const traces = cells.map(({ row, column }, index) => ({
    row,
    column,
    seconds: Float64Array.from(points[index]!.seconds),
    volts: Float64Array.from(points[index]!.volts),
    amperes: Float64Array.from(points[index]!.amperes),
  }));
  return { states: array.states.slice(), joules, samples, traces };
}
