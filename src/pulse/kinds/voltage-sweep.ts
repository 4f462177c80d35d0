import { ConfigError, type Shape } from '../../core/index.js';
import { hold, rest, sequential, type Timeline } from '../timeline/timeline.js';
import { cellRead } from './cell-read.js';
import { selectDrive, type Cell, type SelectScheme } from './select-scheme.js';

export interface SweepOptions {
  readonly cell: Cell;
  readonly scheme: SelectScheme;
  /** At each voltage, from when the column is connected. */
  readonly dwellSeconds: number;
  /** With all lines at rest, after each voltage; none by default. */
  readonly restSeconds?: number;
  /**
   * Where given the sweep is pulsed: after each voltage the cell is read at this one, under its thresholds. Otherwise its
   * current is sampled under each voltage, at the end of the dwell.
   */
  readonly readVolts?: number;
}

/**
 * A sweep through these voltages, row minus column: at each one sample of the selected column's current, in their order.
 * What else flows there under a voltage, {@link selectDrive} tells; a read of a pulsed sweep is the cell's alone.
 *
 * @param volts may be of both signs
 * @example voltageSweep(shape, [0.1, 0.2, -0.2], { cell, scheme: 'third', dwellSeconds: 1e-4, readVolts: 0.1 })
 * @throws ConfigError where a voltage is not finite or the array has no such cell
 */
export function voltageSweep(shape: Shape, volts: readonly number[], options: SweepOptions): Timeline {
  const { cell, scheme, dwellSeconds, restSeconds = 0, readVolts } = options;
  const bad = volts.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new ConfigError('bad-argument', `Step ${bad + 1} of a sweep is ${volts[bad]} V. Give finite voltages.`);
  }
  const isPulsed = readVolts !== undefined;
  const gates = typeof scheme === 'object' ? { gateVolts: scheme.gateVolts } : {};
  const after: Timeline[] = [];
  if (isPulsed) after.push(cellRead(shape, { cell, readVolts, ...gates }));
  if (restSeconds > 0) after.push(rest(restSeconds));
  const steps = volts.flatMap((value) => {
    const drive = selectDrive(shape, cell, value, scheme, !isPulsed);
    const windows = Object.fromEntries(Object.keys(drive.columns).map((column) => [column, dwellSeconds]));
    return [hold({ ...drive, windows, ...(!isPulsed && { sample: dwellSeconds }) }), ...after];
  });
  return sequential(steps);
}

/** So many equal steps from one voltage to another, both included. */
function staircase(from: number, to: number, steps: number): number[] {
  if (!Number.isInteger(steps) || steps < 1) {
    throw new ConfigError('bad-argument', `A sweep of ${steps} steps. Give a whole number, 1 or more.`, { steps });
  }
  // weighted, so that the last is exactly `to`
  return Array.from({ length: steps + 1 }, (_, k) => (from * (steps - k) + to * k) / steps);
}

/**
 * A staircase from one voltage to another.
 *
 * @param steps between the two, so that there is one voltage, and one sample, more
 * @example staircaseSweep(shape, { fromVolts: 0, toVolts: 0.3, steps: 30 }, { cell, scheme: 'half', dwellSeconds: 1e-4 })
 */
export const staircaseSweep = (
  shape: Shape,
  { fromVolts, toVolts, steps }: { readonly fromVolts: number; readonly toVolts: number; readonly steps: number },
  options: SweepOptions,
): Timeline => voltageSweep(shape, staircase(fromVolts, toVolts, steps), options);

/**
 * The triangle of an I-V curve: from 0 V up to the peak, through 0 V down to the valley, and back to 0 V.
 *
 * @param peaks volts: the positive one sets, the negative one resets
 * @param steps of each of the four legs, so that there are 4 steps + 1 voltages and samples
 * @example triangularSweep(shape, { peakVolts: 0.3, valleyVolts: -0.3, steps: 30 }, { cell, scheme: 'half', dwellSeconds: 1e-4 })
 */
export function triangularSweep(
  shape: Shape,
  {
    peakVolts,
    valleyVolts,
    steps,
  }: { readonly peakVolts: number; readonly valleyVolts: number; readonly steps: number },
  options: SweepOptions,
): Timeline {
  const corners = [0, peakVolts, 0, valleyVolts, 0];
  const legs = corners.slice(1).flatMap((to, leg) => staircase(corners[leg]!, to, steps).slice(1));
  return voltageSweep(shape, [0, ...legs], options);
}
