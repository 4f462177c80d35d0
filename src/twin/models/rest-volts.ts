import { oneCell, type CellModel, type ModelParameters } from './cell-model.js';

/** In 1/s: what moves x by 1e-6 in a read of 10 us, and a hundredth less for the states between those that are looked at. */
const REST_RATE = 0.99 * 0.1;
const STATES = 512;
/** Cells without thresholds that rest beyond this would rest on any board. */
const HIGHEST_VOLTS = 10;
const HALVINGS = 50;

function fastestRate<Name extends string>(
  model: CellModel<Name>,
  parameters: ModelParameters<Name>,
  volts: number,
): number {
  const cell = oneCell(parameters);
  let fastest = 0;
  for (let k = 0; k <= STATES; k += 1) {
    // 0: just before a wall it is fastest, on it the rate is 0
    const rate = model.rate(cell, 0, k / STATES, volts, 0);
    fastest = Math.max(fastest, Math.abs(rate));
  }
  return fastest;
}

/** `restVolts` of a model without thresholds, whose states move faster the higher the voltage. */
export function restWithoutThreshold<Name extends string>(
  model: CellModel<Name>,
  parameters: ModelParameters<Name>,
): readonly [lowest: number, highest: number] {
  const limit = (sign: 1 | -1): number => {
    let [rests, moves] = [0, HIGHEST_VOLTS];
    for (let k = 0; k < HALVINGS; k += 1) {
      const middle = (rests + moves) / 2;
      if (fastestRate(model, parameters, sign * middle) <= REST_RATE) rests = middle;
      else moves = middle;
    }
    return sign * rests;
  };
  return [limit(-1), limit(1)];
}
