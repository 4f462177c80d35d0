import { formatColumn } from '../../core/index.js';
import { COLUMN_LANE, columnLane } from './column-lane.js';
import { laneChoice } from './lane-choice.js';
import type { PictureFrame } from './picture-frame.js';
import { deeds, drivesColumns, sampleTimes, type PictureSection, type Shown } from './picture-section.js';
import type { PlanView } from './plan-view.js';

/** When every column's switch is closed, and to what. */
export function columnSection(view: PlanView, shown: Shown, frame: PictureFrame): PictureSection {
  const windows = view.columns.map((column) => view.columnWindows(column));
  const { lanes, note } = laneChoice({
    lines: view.columns,
    name: formatColumn,
    deeds: (column) => deeds(windows[column]!),
    activity: (column) => windows[column]!.reduce((sum, { from, to }) => sum + to - from, 0),
    // a clipped window is marked on the column that it is of
    chosen: new Set([...shown.cells, ...shown.clippedWindows].map(({ column }) => column)),
  });
  const samples = sampleTimes(view);
  const isSensing = windows.flat().some(({ drive }) => drive === 'sensed');
  const legend = [
    drivesColumns(view) ? `, ${isSensing ? 'green to its amplifier, ' : ''}purple to its driver` : '',
    samples.size > 0 ? ', marked where sampled' : '',
  ];
  return {
    heading: `Columns: switch closed (${frame.unit})${legend.join('')}${note}`,
    lanes: lanes.map((lane) => ({
      height: COLUMN_LANE,
      draw: (top) => {
        const sampled = (samples.get(formatColumn(lane.line)) ?? []).map(frame.x);
        return columnLane(lane, view, { clipped: shown.clippedWindows, sampled }, frame, top);
      },
    })),
  };
}
