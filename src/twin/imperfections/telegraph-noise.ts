import { randomStream, type Shape } from '../../core/index.js';
import { CellView, type CellParameters } from '../chip/cell-parameters.js';
import { voltsBehindChannel } from '../chip/series-cell.js';
import { channelSlope } from '../chip/transistor.js';
import { chosenCells } from './chosen-cells.js';
import type { TelegraphNoise } from './imperfections.js';
import { placesOf, type CurrentEffect, type Sensing } from './sensing.js';

interface Cells {
  readonly shape: Shape;
  readonly cells: CellParameters;
}

/**
 * Random telegraph noise: a trap beside some of the cells is now empty, now filled, and a filled one takes the part
 * `relative` of its cell's current. Each trap is a Markov process of two states with the mean dwell times given; after a
 * time t it is up with probability p + (was - p) e^(-t / up - t / down), p = up / (up + down), whatever t is (Machlup,
 * J. Appl. Phys. 25, 1954). It goes on between reads. The currents are changed to first order: line voltages stay.
 */
export function telegraphNoise(noise: TelegraphNoise, of: Cells, seed: number, array: number): CurrentEffect {
  const { relative, upSeconds, downSeconds } = noise;
  const { shape, cells } = of;
  const chosen = randomStream(seed, `chip/${array}/telegraph-cells`);
  const traps = chosenCells(noise.fraction, shape.rows * shape.columns, chosen)
    .slice()
    .toSorted();
  const often = upSeconds / (upSeconds + downSeconds);
  const perSecond = 1 / upSeconds + 1 / downSeconds;
  const first = randomStream(seed, `chip/${array}/telegraph-start`);
  const isUp = Uint8Array.from(traps, () => (first.uniform() < often ? 1 : 0));
  /** Seconds that passed since the traps were last looked at, and how often they were. */
  const clock = new Float64Array(2);
  const view = new CellView(cells);

  const lookAgain = (): void => {
    const stream = randomStream(seed, `chip/${array}/telegraph-noise/${clock[1]!}`);
    const kept = Math.exp(-clock[0]! * perSecond);
    for (let k = 0; k < traps.length; k += 1) {
      isUp[k] = stream.uniform() < often + (isUp[k]! - often) * kept ? 1 : 0;
    }
    clock[0] = 0;
    clock[1]! += 1;
  };

  /** What a filled trap takes of its cell's current. */
  const missingAmperes = (
    { states, channels, rowVolts, columnVolts }: Sensing,
    row: number,
    column: number,
  ): number => {
    const cell = row * shape.columns + column;
    const { model } = cells;
    const fields = view.at(cell);
    const x = states()[cell]!;
    const between = rowVolts[row]! - columnVolts[column]!;
    if (!channels) return relative * model.current(fields, 0, x, between);
    const { siemensPerVolt } = channels;
    const overdrive = channels.overdrive[row]!;
    const across = voltsBehindChannel(model, fields, 0, x, siemensPerVolt, overdrive, between);
    // a saturated channel holds its current whatever the cell does
    const channel = channelSlope(siemensPerVolt, overdrive, between - across);
    const share = channel === 0 ? 0 : channel / (channel + model.slope(fields, 0, x, across));
    return relative * share * model.current(fields, 0, x, across);
  };

  return {
    memory: [isUp, clock],
    passTime(seconds) {
      clock[0]! += seconds;
    },
    disturb(sensing) {
      const { rows, columns, amperes } = sensing;
      if (clock[0]! > 0) lookAgain();
      const rowPlaces = placesOf(rows, shape.rows, 0);
      const columnPlaces = placesOf(columns, shape.columns, rows.length);
      for (let k = 0; k < traps.length; k += 1) {
        if (isUp[k] === 1) continue;
        const row = Math.floor(traps[k]! / shape.columns);
        const column = traps[k]! % shape.columns;
        const missing = missingAmperes(sensing, row, column);
        // a floating line carries no current that an amplifier sees
        if (Number.isNaN(missing)) continue;
        if (rowPlaces[row]! >= 0) amperes[rowPlaces[row]!]! += missing;
        if (columnPlaces[column]! >= 0) amperes[columnPlaces[column]!]! -= missing;
      }
    },
  };
}
