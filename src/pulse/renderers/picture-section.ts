import type { CellWaveform } from './cell-waveform.js';
import { roundUp } from './nice-steps.js';
import type { DriveSpan, PlanView, Thresholds, WindowPlace } from './plan-view.js';

/** Lanes of one kind under a heading. */
export interface PictureSection {
  readonly heading: string;
  readonly lanes: readonly PictureLane[];
}

export interface PictureLane {
  readonly height: number;
  readonly draw: (top: number) => string;
}

/** What a picture shows beside the plan. */
export interface Shown {
  readonly thresholds: Thresholds;
  readonly clippedWindows: readonly WindowPlace[];
  readonly cells: readonly CellWaveform[];
}

/** The end of an axis on which a value fits; a line that does nothing still has one. */
export const axisEnd = (largest: number): number => roundUp(largest * 1.05 || 1, [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8]);

/** The largest |V| that a line is driven at, 0 where it never is. */
export function peakVolts(spans: readonly DriveSpan[]): number {
  let peak = 0;
  for (const { drive } of spans) if (typeof drive === 'number') peak = Math.max(peak, Math.abs(drive));
  return peak;
}

/** What a line does, as text: the same for lines that do the same. */
export const deeds = (spans: readonly DriveSpan[]): string =>
  spans.map(({ from, to, drive }) => `${from} ${to} ${drive}`).join();

/** Whether a column is ever connected to its driver, so that a cell sees more than its row's voltage. */
export const drivesColumns = (view: PlanView): boolean =>
  view.columns.some((column) => view.columnWindows(column).some(({ drive }) => drive !== 'sensed'));

/** When each line's current is sampled, by its name, in seconds. */
export function sampleTimes(view: PlanView): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>();
  for (const { lines, seconds } of view.samples()) {
    for (const line of lines) {
      const known = times.get(line);
      if (known) known.push(seconds);
      else times.set(line, [seconds]);
    }
  }
  return times;
}
