import { plainNumber } from './nice-steps.js';
import { MARGIN, palette, type PictureFrame } from './picture-frame.js';
import type { DriveSpan, Thresholds } from './plan-view.js';
import { svgElement, svgLine, svgText } from './svg-element.js';

/** Share of the lane that the waveform may fill; the rest parts it from its neighbours. */
const FILL = 0.8;
const LEAD = 8;
const SENSED_BAR = 4;

/** The vertical axis of one lane. */
export interface LaneAxis {
  readonly top: number;
  readonly height: number;
  /** Value at the upper end; the lower is as far below 0. */
  readonly full: number;
}

export const laneY =
  ({ top, height, full }: LaneAxis) =>
  (value: number): number =>
    top + height / 2 - (value / full) * (height / 2) * FILL;

/**
 * The name of a lane, its axis with three values on it, and its line of 0.
 *
 * @param unit where it is not that of all lanes of the section
 */
export function laneAxis(name: string, axis: LaneAxis, { left, right }: PictureFrame, unit = ''): string {
  const middle = axis.top + axis.height / 2;
  const y = laneY(axis);
  // the outer labels lean inwards, out of the way of the next lane's
  const marks = [axis.full, 0, -axis.full].map((value, place) => {
    const baseline = y(value) + 6 - 3 * place;
    const label = svgText(left - 14, baseline, plainNumber(value), { 'text-anchor': 'end', 'font-size': 9 });
    return svgLine(left - 11, y(value), left - 7, y(value), { stroke: palette.muted }) + label;
  });
  return [
    svgText(MARGIN, middle + (unit === '' ? 4 : -2), name, { 'font-weight': 600 }),
    unit === '' ? '' : svgText(MARGIN, middle + 11, unit, { 'font-size': 10, fill: palette.muted }),
    svgLine(left - 11, y(axis.full), left - 11, y(-axis.full), { stroke: palette.muted, 'stroke-width': 0.8 }),
    ...marks,
    svgLine(left, y(0), right, y(0), { stroke: palette.faint }),
  ].join('');
}

export function thresholdLines(thresholds: Thresholds, axis: LaneAxis, { left, right }: PictureFrame): string {
  const y = laneY(axis);
  const style = { stroke: palette.muted, 'stroke-dasharray': '4 3', 'stroke-width': 0.8 };
  return [thresholds.positiveThreshold, thresholds.negativeThreshold]
    .map((volts) => svgLine(left, y(volts), right, y(volts), style))
    .join('');
}

/** What the dashed lines are, beside one lane. */
export function thresholdLabels(thresholds: Thresholds, axis: LaneAxis, { right }: PictureFrame): string {
  const y = laneY(axis);
  const label = (sign: string, volts: number): string =>
    svgText(right + 14, y(volts) + 3, `Vth${sign} ${plainNumber(volts)} V`, { 'font-size': 10, fill: palette.muted });
  return label('+', thresholds.positiveThreshold) + label('\u2212', thresholds.negativeThreshold);
}

/** What passes a threshold, shaded. */
export function overdrive(
  spans: readonly DriveSpan[],
  thresholds: Thresholds,
  axis: LaneAxis,
  { x }: PictureFrame,
): string {
  const y = laneY(axis);
  return spans
    .map(({ from, to, drive }) => {
      if (typeof drive !== 'number') return '';
      const threshold = drive > 0 ? thresholds.positiveThreshold : thresholds.negativeThreshold;
      if (Math.abs(drive) <= Math.abs(threshold)) return '';
      const [high, low] = [Math.max(drive, threshold), Math.min(drive, threshold)];
      const box = { x: x(from), y: y(high), width: x(to) - x(from), height: y(low) - y(high) };
      return svgElement('rect', { ...box, fill: palette.row, 'fill-opacity': 0.2 });
    })
    .join('');
}

/**
 * A line's voltage as steps, at 0 V before its first edge and after its last. Dashed at 0 where it floats, for there its
 * voltage is not the board's to say; a bar at 0 where it is sensed.
 */
export function voltSteps(spans: readonly DriveSpan[], color: string, axis: LaneAxis, frame: PictureFrame): string {
  const { left, right, x } = frame;
  const y = laneY(axis);
  const at = (value: number): string => value.toFixed(2);
  let d = `M${left - LEAD} ${at(y(0))}H${left}`;
  let isDrawing = true;
  let others = '';
  for (const { from, to, drive } of spans) {
    if (typeof drive === 'number') {
      d += `${isDrawing ? '' : `M${at(x(from))} ${at(y(0))}`}V${at(y(drive))}H${at(x(to))}`;
      isDrawing = true;
      continue;
    }
    if (isDrawing) d += `V${at(y(0))}`;
    isDrawing = false;
    const style =
      drive === 'sensed'
        ? { stroke: palette.sensed, 'stroke-width': SENSED_BAR }
        : { stroke: color, 'stroke-width': 1.2, 'stroke-dasharray': '2 3' };
    others += svgLine(x(from), y(0), x(to), y(0), style);
  }
  d += `${isDrawing ? '' : `M${at(right)} ${at(y(0))}`}V${at(y(0))}H${right + LEAD}`;
  const path = { d, fill: 'none', stroke: color, 'stroke-width': 1.6, 'stroke-linejoin': 'round' };
  return others + svgElement('path', path);
}
