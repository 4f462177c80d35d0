// Dense quarter-period updates of an array: as drives in volts and seconds, and as what each cell is to see of them.
import { planBlocks, randomStream, seconds } from '../dist/core/index.js';
import { deviceProfile, planUpdate } from '../dist/pulse/index.js';
import { updateDrive } from '../dist/twin/chip/block-drive.js';
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

/** Beyond either threshold, so that every cell moves; by up to .01 of x. */
const PULSE = { fromVolts: 0.2, toVolts: 0.4, seconds: 1e-5 };

/**
 * One pulse on every cell, the same in every run for one name: rows at 0.2 to 0.4 V of either sign, columns at 0 V.
 *
 * @param sign turns all of them round where it is -1
 * @returns its block, and what {@link cellPulses} gives of an update
 */
export function drawnPulse({ rows, columns }, name, sign) {
  const stream = randomStream(1, `bench/pulse/${name}`);
  const { fromVolts, toVolts, seconds: pulseSeconds } = PULSE;
  const rowVolts = Float64Array.from({ length: rows }, () => {
    const size = fromVolts + (toVolts - fromVolts) * stream.uniform();
    return sign * (stream.uniform() < 0.5 ? -size : size);
  });
  const windows = new Float64Array(columns).fill(pulseSeconds);
  const [volts, times] = [Array.from(rowVolts), Array.from(windows)];
  return {
    blocks: [{ drive: updateDrive(rowVolts, windows), seconds: pulseSeconds }],
    cells: {
      // whether a cell rises is in the sign of its volts
      positiveInputs: volts.map(() => true),
      positiveErrors: times.map(() => true),
      riseVolts: volts,
      fallVolts: volts,
      riseSeconds: times,
      fallSeconds: times,
    },
  };
}
