import { planOfBlocks, REFERENCE, type BlockToPlan, type Crossbar, type PulsePlan } from '../../core/index.js';
import type { TimelineBlock } from './timeline-blocks.js';

const NEVER = [0, 0] as const;

function blockToPlan({ ticks, drives, windows }: TimelineBlock, columns: number): BlockToPlan {
  return {
    ticks,
    rows: drives.rows,
    columns: drives.columns,
    windows: Array.from({ length: columns }, (_, column) => windows.get(column) ?? NEVER),
    gates: drives.gates,
  };
}

/** For each block, which of those of other drives or windows it is like; repeated holds make many blocks of few kinds. */
function kindsOf(blocks: readonly TimelineBlock[]): { kinds: TimelineBlock[]; kindOf: number[] } {
  const kinds: TimelineBlock[] = [];
  const places = new Map<object, Map<object, number>>();
  const kindOf = blocks.map((block) => {
    const ofDrives = places.get(block.drives) ?? new Map<object, number>();
    places.set(block.drives, ofDrives);
    const place = ofDrives.get(block.windows) ?? kinds.push(block) - 1;
    ofDrives.set(block.windows, place);
    return place;
  });
  return { kinds, kindOf };
}

/** The plan of these blocks, in which every vector stands once. */
export function timelinePlan(
  blocks: readonly TimelineBlock[],
  { array, shape, limits }: Pick<Crossbar, 'array' | 'shape' | 'limits'>,
): PulsePlan {
  const { kinds, kindOf } = kindsOf(blocks);
  const given = kinds.map((kind) => blockToPlan(kind, shape.columns));
  const plan = planOfBlocks(array, shape, given, limits.maxGateVolts > 0);
  const { rows, columns, windows, gates } = plan.blocks;
  const vectors = (ofKind: Uint16Array): Uint16Array => Uint16Array.from(kindOf, (kind) => ofKind[kind]!);
  return {
    ...plan,
    blocks: {
      ticks: Uint32Array.from(blocks, ({ ticks }) => ticks),
      rows: vectors(rows),
      columns: vectors(columns),
      windows: vectors(windows),
      gates: vectors(gates),
      sampleTicks: Uint32Array.from(blocks, ({ sampleTick }) => sampleTick),
      reference: Uint8Array.from(blocks, ({ drives }) => REFERENCE[drives.reference]),
    },
  };
}
