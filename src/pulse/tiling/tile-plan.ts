import {
  columnDrive,
  ConfigError,
  FLOATING,
  formatShape,
  gateCode,
  planBlocks,
  planOfBlocks,
  REFERENCE,
  rowDrive,
  sampledLines,
  SENSED,
  windowFrom,
  windowUntil,
  type BlockToPlan,
  type PulsePlan,
  type ReferenceDrive,
  type SampledLine,
} from '../../core/index.js';
import type { Tile, TileGrid } from './tile-grid.js';

/** What one array does of a plan for the whole crossbar. */
export interface TilePlan {
  readonly tile: Tile;
  readonly plan: PulsePlan;
}

const REFERENCES = Object.keys(REFERENCE) as ReferenceDrive[];

/** Whether a line of the crossbar is one of the tile's. */
function isOn(line: SampledLine, { firstRow, firstColumn, shape }: Tile): boolean {
  if ('row' in line) return line.row >= firstRow && line.row < firstRow + shape.rows;
  return line.column >= firstColumn && line.column < firstColumn + shape.columns;
}

/**
 * What the rows that an array has beyond its tile do. In a read nothing may come from them; otherwise they stand where the
 * used row nearest to 0 V stands, so that an open column is not pulled away from the used rows. Their cells count for nothing.
 */
function unusedRowDrive(used: readonly number[], reference: ReferenceDrive, isSampled: boolean): number {
  if (reference === 'backward') return SENSED;
  if (isSampled) return 0;
  const driven = used.filter((drive) => drive !== FLOATING && drive !== SENSED);
  if (driven.length > 0) return driven.reduce((least, code) => (Math.abs(code) < Math.abs(least) ? code : least));
  return used.includes(FLOATING) ? FLOATING : 0;
}

function tileBlock(plan: PulsePlan, block: number, tile: Tile): BlockToPlan {
  const { firstRow, firstColumn, shape, on } = tile;
  const { ticks, sampleTicks, reference } = plan.blocks;
  const isSampled = sampleTicks[block]! > 0 && sampledLines(plan, block).some((line) => isOn(line, tile));
  const drive = REFERENCES[reference[block]!]!;
  const rows = Array.from({ length: shape.rows }, (_, row) => rowDrive(plan, block, firstRow + row));
  const unused = unusedRowDrive(rows, drive, isSampled);
  while (rows.length < on.shape.rows) rows.push(unused);
  const columns = Array.from({ length: shape.columns }, (_, column) => firstColumn + column);
  return {
    ticks: ticks[block]!,
    rows,
    columns: columns.map((column) => columnDrive(plan, block, column)),
    windows: columns.map((column) => [windowFrom(plan, block, column), windowUntil(plan, block, column)] as const),
    gates: plan.gated ? Array.from({ length: shape.rows }, (_, row) => gateCode(plan, block, firstRow + row)) : [],
    sampleTick: isSampled ? sampleTicks[block]! : 0,
    reference: drive,
  };
}

/**
 * A plan for a whole crossbar as one plan for each of its arrays, to be run at the same time or one after the other: block
 * for block the same, each with its own lines. Every array drives its reference at minus the sum of its own lines, and
 * those sums add up.
 *
 * @throws ConfigError where the plan is for another shape
 */
export function tilePlan(plan: PulsePlan, grid: TileGrid): TilePlan[] {
  if (plan.shape.rows !== grid.shape.rows || plan.shape.columns !== grid.shape.columns) {
    throw new ConfigError(
      'bad-argument',
      `The plan is for ${formatShape(plan.shape)}, the tiles are of ${formatShape(grid.shape)}. Plan for the whole crossbar.`,
    );
  }
  return grid.tiles.map((tile) => {
    const blocks = Array.from({ length: planBlocks(plan) }, (_, block) => tileBlock(plan, block, tile));
    return { tile, plan: planOfBlocks(tile.on.array, tile.on.shape, blocks, plan.gated) };
  });
}

/**
 * The currents that a plan for the whole crossbar would have sampled, from those of its tiles: a line's current is the sum
 * of what its tiles measured.
 *
 * @param samples of each of `tilePlans`, amperes, in their order
 */
export function joinTileSamples(
  plan: PulsePlan,
  tilePlans: readonly TilePlan[],
  samples: readonly Float64Array[],
): Float64Array {
  const joined: number[] = [];
  const taken = samples.map(() => 0);
  for (let block = 0; block < planBlocks(plan); block += 1) {
    const sums = new Map(
      sampledLines(plan, block).map((line) => ['row' in line ? `W${line.row}` : `B${line.column}`, 0]),
    );
    for (const [place, { tile, plan: own }] of tilePlans.entries()) {
      for (const line of sampledLines(own, block)) {
        const amperes = samples[place]![taken[place]!]!;
        taken[place] = taken[place]! + 1;
        const name = 'row' in line ? `W${line.row + tile.firstRow}` : `B${line.column + tile.firstColumn}`;
        const isUsed = 'row' in line ? line.row < tile.shape.rows : line.column < tile.shape.columns;
        if (isUsed && sums.has(name)) sums.set(name, sums.get(name)! + amperes);
      }
    }
    joined.push(...sums.values());
  }
  return Float64Array.from(joined);
}
