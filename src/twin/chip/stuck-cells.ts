import { ConfigError, formatCell, formatShape, randomStream, shuffledIndices, type Shape } from '../../core/index.js';
import type { ChipDescription, StuckAt } from './chip-description.js';

const conductanceOf = (at: StuckAt, { range }: ChipDescription): number =>
  at === 'low' ? range.min : at === 'high' ? range.max : at;

/**
 * Which cells of an array never move, and the conductance in siemens each is stuck at. Cells named one by one win over
 * cells chosen by fraction.
 *
 * @throws ConfigError `bad-config` where a named cell is not on the array
 */
export function stuckConductances(
  description: ChipDescription,
  shape: Shape,
  array: number,
  seed: number,
): Map<number, number> {
  const found = new Map<number, number>();
  const cells = shape.rows * shape.columns;
  if (description.stuckFraction) {
    const { fraction, at } = description.stuckFraction;
    const stream = randomStream(seed, `chip/${array}/stuck-cells`);
    const order = shuffledIndices(cells, stream);
    // a fraction of a cell is a draw: on small arrays rounding would lose or double the faults
    const count = Math.min(cells, Math.floor(fraction * cells + stream.uniform()));
    const states = randomStream(seed, `chip/${array}/stuck-states`);
    for (const cell of order.subarray(0, count)) {
      const { min, max } = description.range;
      found.set(cell, at === 'random' ? min + (max - min) * states.uniform() : conductanceOf(at, description));
    }
  }
  for (const { array: where, row, column, at } of description.stuck) {
    if (where !== array) continue;
    if (row >= shape.rows || column >= shape.columns) {
      throw new ConfigError(
        'bad-config',
        `The stuck cell ${formatCell(row, column)} is not on array ${array}, which is ${formatShape(shape)}. ` +
          `Name a cell from [0, 0] to [${shape.rows - 1}, ${shape.columns - 1}].`,
      );
    }
    found.set(row * shape.columns + column, conductanceOf(at, description));
  }
  return found;
}
