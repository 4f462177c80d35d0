import { cellCount, ConfigError, formatShape, randomStream, type Shape } from '../../core/index.js';
import { madeEffects } from '../imperfections/made-effects.js';
import { drawSpread } from '../imperfections/spread.js';
import { clampState } from '../imperfections/state-effect.js';
import { stuckConductances } from '../imperfections/stuck-cells.js';
import { varySomeCells } from '../imperfections/table-vii.js';
import { cellParameters, CellView, type CellParameters } from './cell-parameters.js';
import { ChipArray } from './chip-array.js';
import type { ChipDescription } from './chip-description.js';

/** A made chip: its arrays, and what is the same for all of them. */
export interface Chip {
  readonly description: ChipDescription;
  readonly arrays: readonly ChipArray[];
}

/** The state in which each of these cells conducts so much. */
function statesOf(cells: CellParameters): (cell: number, siemens: number) => number {
  const view = new CellView(cells);
  return (cell, siemens) => clampState(cells.model.state(view.at(cell), 0, siemens));
}

function buildArray(description: ChipDescription, shape: Shape, array: number, seed: number): ChipArray {
  const count = cellCount(shape);
  const varied = drawSpread(description, count, seed, array);
  const { min, max } = description.initialConductance;
  const initial = randomStream(seed, `chip/${array}/initial-conductance`);
  const initialStateAt = statesOf(cellParameters(description, varied));
  const states = Float64Array.from({ length: count }, (_, cell) =>
    initialStateAt(cell, min + (max - min) * initial.uniform()),
  );

  // a varied cell is one of these states, whose I-V is another
  if (description.variation) varySomeCells(description.variation, description, varied, count, seed, array);
  const cells = cellParameters(description, varied);
  const stateAt = statesOf(cells);
  const stuck = new Uint8Array(count);
  for (const [cell, conductance] of stuckConductances(description, shape, array, seed)) {
    stuck[cell] = 1;
    states[cell] = stateAt(cell, conductance);
  }
  const { switchOnOhms, switchOffOhms, referenceSiemens, range, transistor, driver } = description;
  const fresh = { shape, cells, referenceSiemens, range, stuck, stateAt };
  return new ChipArray({
    shape,
    cells,
    states,
    stuck,
    switchOnOhms,
    switchOffOhms,
    referenceSiemens,
    transistor,
    driver,
    wires: description.wires,
    arithmetic: description.arithmetic,
    effects: madeEffects(description, fresh, seed, array),
  });
}

const formatShapes = (shapes: readonly Shape[]): string => shapes.map(formatShape).join(', ');

/**
 * Makes a chip. The same description, shapes and seed always give the same chip, cell by cell; every imperfection draws
 * from a stream of its own, and one that is off draws nothing.
 *
 * @param shapes one an array; where the description has arrays, the same as those
 * @throws ConfigError `bad-config` where the description and the shapes contradict each other
 */
export function buildChip(description: ChipDescription, shapes: readonly Shape[], seed: number): Chip {
  const fixed = description.arrays;
  if (fixed && formatShapes(fixed) !== formatShapes(shapes)) {
    throw new ConfigError(
      'bad-config',
      `The chip has arrays ${formatShapes(fixed)}, but ${formatShapes(shapes)} were asked for. ` +
        'Ask for those, or leave `arrays` out of the chip file to have it made to any shape.',
    );
  }
  const astray = description.stuck.find(({ array }) => array >= shapes.length);
  if (astray) {
    throw new ConfigError(
      'bad-config',
      `A stuck cell is on array ${astray.array}, but the chip has ${shapes.length} arrays, counted from 0. Correct stuck.`,
    );
  }
  return { description, arrays: shapes.map((shape, array) => buildArray(description, shape, array, seed)) };
}
