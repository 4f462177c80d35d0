import {
  ConfigError,
  formatCell,
  formatShape,
  randomStream,
  type ConductanceRange,
  type Shape,
} from '../../core/index.js';
import { chosenCells } from './chosen-cells.js';
import type { Imperfections, StuckAt } from './imperfections.js';

interface StuckCells extends Pick<Imperfections, 'stuck' | 'stuckFraction'> {
  /** All conductances the device can have. */
  readonly range: ConductanceRange;
}

/** In siemens. */
export const conductanceOf = (at: StuckAt, range: ConductanceRange): number =>
  at === 'low' ? range.min : at === 'high' ? range.max : at;

/**
 * Which cells of an array never move, and the conductance in siemens each is stuck at. Cells named one by one win over
 * cells chosen by fraction.
 *
 * @throws ConfigError `bad-config` where a named cell is not on the array
 */
export function stuckConductances(
  description: StuckCells,
  shape: Shape,
  array: number,
  seed: number,
): Map<number, number> {
  const { range } = description;
  const found = new Map<number, number>();
  const cells = shape.rows * shape.columns;
  if (description.stuckFraction) {
    const { fraction, at } = description.stuckFraction;
    const chosen = chosenCells(fraction, cells, randomStream(seed, `chip/${array}/stuck-cells`));
    const states = randomStream(seed, `chip/${array}/stuck-states`);
    for (const cell of chosen) {
      const { min, max } = range;
      found.set(cell, at === 'random' ? min + (max - min) * states.uniform() : conductanceOf(at, range));
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
    found.set(row * shape.columns + column, conductanceOf(at, range));
  }
  return found;
}
