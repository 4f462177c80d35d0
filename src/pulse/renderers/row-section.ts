import { formatRow } from '../../core/index.js';
import { laneChoice, othersText } from './lane-choice.js';
import { palette, type PictureFrame } from './picture-frame.js';
import {
  axisEnd,
  deeds,
  drivesColumns,
  peakVolts,
  sampleTimes,
  type PictureSection,
  type Shown,
} from './picture-section.js';
import type { PlanView } from './plan-view.js';
import { sampleMarks } from './sample-marks.js';
import { laneAxis, laneY, overdrive, thresholdLabels, thresholdLines, voltSteps } from './volt-lane.js';

/** Few rows get tall lanes, many get low ones. */
const laneHeight = (rows: number): number => Math.max(40, Math.min(72, 480 / rows));

/** Every row's voltage with the thresholds of its cells. */
export function rowSection(view: PlanView, { thresholds, cells }: Shown, frame: PictureFrame): PictureSection {
  const spans = view.rows.map((row) => view.spans((block) => view.rowDrive(row, block)));
  const peaks = spans.map(peakVolts);
  const { lanes, note } = laneChoice({
    lines: view.rows,
    name: formatRow,
    deeds: (row) => deeds(spans[row]!),
    activity: (row) => peaks[row]!,
    chosen: new Set(cells.map(({ row }) => row)),
  });
  const full = axisEnd(Math.max(...peaks, thresholds.positiveThreshold, Math.abs(thresholds.negativeThreshold)));
  const height = laneHeight(lanes.length);
  // a cell sees its row's own voltage only where no column is driven
  const isShaded = !drivesColumns(view);
  const samples = sampleTimes(view);
  const kinds = new Set(spans.flat().map(({ drive }) => drive));
  const legend = [
    isShaded ? ', shaded beyond a threshold' : '',
    kinds.has('floating') ? ', dashed while floating' : '',
    kinds.has('sensed') ? ', a bar while sensed' : '',
    samples.size > 0 && kinds.has('sensed') ? ', marked where sampled' : '',
  ];
  return {
    heading: `Rows: voltage (V)${legend.join('')}${note}`,
    lanes: lanes.map((lane, place) => ({
      height,
      draw: (top) => {
        const { line: row } = lane;
        const axis = { top, height, full };
        const sampled = samples.get(formatRow(row)) ?? [];
        return [
          laneAxis(formatRow(row), axis, frame, othersText(lane)),
          isShaded ? overdrive(spans[row]!, thresholds, axis, frame) : '',
          thresholdLines(thresholds, axis, frame),
          voltSteps(spans[row]!, palette.row, axis, frame),
          sampleMarks(sampled.map(frame.x), laneY(axis)(0)),
          place === 0 ? thresholdLabels(thresholds, axis, frame) : '',
        ].join('');
      },
    })),
  };
}
