import { planBlocks, SENSED, FLOATING, type PulsePlan } from './pulse-plan.js';

/** What holds a voltage in a plan. */
export type OutputKind = 'row' | 'column' | 'gate';

export interface LongestOutput {
  readonly ticks: number;
  /** Where it had lasted so long; block 0 of row 0 where nothing ever leaves 0 V. */
  readonly block: number;
  readonly kind: OutputKind;
  readonly line: number;
}

const isAway = (code: number): boolean => code !== 0 && code !== SENSED && code !== FLOATING;

/** The longest time that a row, driven column or gate is away from 0 V without a break, over however many blocks. */
export function longestOutput(plan: PulsePlan): LongestOutput {
  const { blocks, shape, gated } = plan;
  let longest: LongestOutput = { ticks: 0, block: 0, kind: 'row', line: 0 };
  const look = (kind: OutputKind, codes: Int32Array, lines: number, vectors: Uint16Array): void => {
    const away = new Float64Array(lines);
    for (let block = 0; block < planBlocks(plan); block += 1) {
      const first = vectors[block]! * lines;
      for (let line = 0; line < lines; line += 1) {
        const ticks = isAway(codes[first + line]!) ? away[line]! + blocks.ticks[block]! : 0;
        away[line] = ticks;
        if (ticks > longest.ticks) longest = { ticks, block, kind, line };
      }
    }
  };
  look('row', plan.rowVectors, shape.rows, blocks.rows);
  look('column', plan.columnVectors, shape.columns, blocks.columns);
  if (gated) look('gate', plan.gateVectors, shape.rows, blocks.gates);
  return longest;
}
