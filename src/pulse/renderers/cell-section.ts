import { formatCell } from '../../core/index.js';
import { waveform } from './cell-waveform-line.js';
import { palette, type PictureFrame } from './picture-frame.js';
import { axisEnd, type PictureLane, type PictureSection, type Shown } from './picture-section.js';
import { laneAxis, thresholdLines } from './volt-lane.js';

const LANE = 64;
const AMPERE_UNITS = [
  [1, 'A'],
  [1e-3, 'mA'],
  [1e-6, '\u00b5A'],
  [1e-9, 'nA'],
] as const;

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Voltage and current of the chosen cells, two lanes a cell; no section where none were chosen. */
export function cellSection({ cells, thresholds }: Shown, frame: PictureFrame): PictureSection[] {
  if (cells.length === 0) return [];
  const fullVolts = axisEnd(
    Math.max(
      ...cells.map(({ volts }) => largest(volts)),
      thresholds.positiveThreshold,
      Math.abs(thresholds.negativeThreshold),
    ),
  );
  const mostAmperes = Math.max(...cells.map(({ amperes }) => largest(amperes)));
  const [unitAmperes, unit] = AMPERE_UNITS.find(([size]) => mostAmperes >= size) ?? AMPERE_UNITS[3];
  const fullAmperes = axisEnd(mostAmperes / unitAmperes);
  const lanes = cells.flatMap(({ row, column, seconds, volts, amperes }): PictureLane[] => [
    {
      height: LANE,
      draw: (top) => {
        const axis = { top, height: LANE, full: fullVolts };
        return [
          laneAxis(formatCell(row, column), axis, frame, 'V'),
          thresholdLines(thresholds, axis, frame),
          waveform(seconds, volts, palette.row, axis, frame),
        ].join('');
      },
    },
    {
      height: LANE,
      draw: (top) => {
        const axis = { top, height: LANE, full: fullAmperes };
        const scaled = amperes.map((value) => value / unitAmperes);
        const drawn = waveform(seconds, scaled, palette.current, axis, frame);
        return laneAxis(formatCell(row, column), axis, frame, unit) + drawn;
      },
    },
  ]);
  return [{ heading: `Cells, predicted: voltage (V) from row to column, current (${unit})`, lanes }];
}
