import { QUARTERS, type QuarterPeriodUpdate } from '../quarter-period.js';
import { hold, sequential, type LineDrive, type Timeline } from '../timeline/timeline.js';

/**
 * A quarter-period update (P1 section III) as a timeline of four holds: rows at their threshold and what they add to it,
 * every column closed for its window. Compiled, it is the plan that {@link compileUpdate} makes.
 *
 * @param gateVolts of every gate, on a 1T1R array
 * @example compileTimeline(updateTimeline(encodeQuarterPeriods(inputs, errors, scale)), crossbar)
 */
export function updateTimeline(update: QuarterPeriodUpdate, gateVolts?: number): Timeline {
  const { rows, columns, overdriveVolts, thresholdVolts, columnOnSeconds, quarterSeconds } = update;
  const sensed = Array.from<LineDrive>({ length: columns }).fill('sense');
  const gates = gateVolts === undefined ? undefined : Array.from<number>({ length: rows }).fill(gateVolts);
  return sequential(
    Array.from({ length: QUARTERS }, (_, quarter) =>
      hold({
        seconds: quarterSeconds,
        rows: Array.from(overdriveVolts.subarray(quarter * rows, (quarter + 1) * rows), (overVolts) => ({
          levelVolts: thresholdVolts[quarter]!,
          overVolts,
        })),
        columns: sensed,
        windows: [...columnOnSeconds.subarray(quarter * columns, (quarter + 1) * columns)],
        ...(gates && { gates }),
      }),
    ),
  );
}
