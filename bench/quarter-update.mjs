// Dense quarter-period updates of an array: as drives in volts and seconds, and as what each cell is to see of them.
import { planBlocks, randomStream, seconds } from '../dist/core/index.js';
import { deviceProfile, planUpdate } from '../dist/pulse/index.js';
import { PlanDrive } from '../dist/twin/index.js';
import { limits } from './board-limits.mjs';

export const DEVICE = 'silver-chalcogenide';

const profile = deviceProfile(DEVICE);
/** Moves x by up to .1 in one update. */
const scale = {
  voltsPerInput: 0.1,
  secondsPerErrorUp: 2e-4,
  secondsPerErrorDown: 1.6e-4,
  quarterSeconds: seconds(250e-6),
  positiveThreshold: profile.positiveThreshold,
  negativeThreshold: profile.negativeThreshold,
};

/** States in the middle of the range, where P1 trains. */
export function drawnStates({ rows, columns }, name) {
  const stream = randomStream(1, `bench/states/${name}`);
  return Float64Array.from({ length: rows * columns }, () => 0.3 + 0.4 * stream.uniform());
}

/**
 * One update, the same in every run for one name.
 *
 * @param activeRows how many of the rows, from the first, have an input other than 0
 * @returns its plan, and its blocks: a drive and its length each
 */
export function drawnUpdate(shape, name, activeRows = shape.rows) {
  const stream = randomStream(1, `bench/update/${name}`);
  const drawn = (count) => Float64Array.from({ length: count }, () => 2 * stream.uniform() - 1);
  const inputs = drawn(shape.rows).map((input, row) => (row < activeRows ? input : 0));
  const errors = drawn(shape.columns);
  const { plan } = planUpdate(inputs, errors, scale, { array: 0, shape, limits }, profile);
  const drives = new PlanDrive(plan, limits);
  const blocks = Array.from({ length: planBlocks(plan) }, (_, block) => ({
    // the drive is the same object for every block
    drive: structuredClone(drives.ofBlock(block)),
    seconds: plan.blocks.ticks[block] * limits.tickSeconds,
  }));
  return { plan, inputs, errors, blocks };
}

/**
 * What a program that knows cells alone needs of an update: the volts and the time of each row's and column's cells while
 * they rise and while they fall. A cell falls where input and error have one sign, and rises where they have not.
 */
export function cellPulses({ inputs, errors, blocks }) {
  const rowVolts = (pick) => Array.from(inputs, (_, row) => pick(...blocks.map(({ drive }) => drive.rowVolts[row])));
  const windowIn = (quarter, column) =>
    Math.max(0, blocks[quarter].drive.openSeconds[column] - blocks[quarter].drive.closeSeconds[column]);
  return {
    positiveInputs: Array.from(inputs, (input) => input >= 0),
    positiveErrors: Array.from(errors, (error) => error >= 0),
    riseVolts: rowVolts(Math.max),
    fallVolts: rowVolts(Math.min),
    riseSeconds: Array.from(errors, (error, column) => windowIn(error >= 0 ? 3 : 0, column)),
    fallSeconds: Array.from(errors, (error, column) => windowIn(error >= 0 ? 1 : 2, column)),
  };
}
