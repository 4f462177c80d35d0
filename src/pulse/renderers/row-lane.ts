import { formatRow } from '../../core/index.js';
import { plainNumber } from './nice-steps.js';
import { svgElement, svgLine, svgText } from './svg-element.js';
import { palette, type UpdateLayout } from './update-layout.js';
import { indices, type Thresholds, type UpdateView } from './update-view.js';

/** Share of the lane that the waveform may fill; the rest parts it from its neighbours. */
const FILL = 0.8;

const LEAD = 8;

/** One row's voltage over the update: a step line, its axis, both thresholds, and what passes them shaded. */
export function rowLane(row: number, view: UpdateView, thresholds: Thresholds, layout: UpdateLayout): string {
  const { left, right, fullVolts, x } = layout;
  const middle = layout.rowTop(row) + layout.rowLane / 2;
  const y = (volts: number): number => middle - (volts / fullVolts) * (layout.rowLane / 2) * FILL;
  const quarters = indices(view.quarterSeconds.length);

  // the outer labels lean inwards, out of the way of the next lane's
  const axis = [fullVolts, 0, -fullVolts].map((volts, place) => {
    const baseline = y(volts) + 6 - 3 * place;
    const label = svgText(left - 14, baseline, plainNumber(volts), { 'text-anchor': 'end', 'font-size': 9 });
    return svgLine(left - 11, y(volts), left - 7, y(volts), { stroke: palette.muted }) + label;
  });
  const thresholdLines = [thresholds.positiveThreshold, thresholds.negativeThreshold].map((volts) =>
    svgLine(left, y(volts), right, y(volts), { stroke: palette.muted, 'stroke-dasharray': '4 3', 'stroke-width': 0.8 }),
  );
  const overdrive = quarters.map((quarter) => {
    const volts = view.rowVolts(row, quarter);
    const threshold = volts > 0 ? thresholds.positiveThreshold : thresholds.negativeThreshold;
    if (Math.abs(volts) <= Math.abs(threshold)) return '';
    const from = x(view.startSeconds[quarter]!);
    const width = x(view.startSeconds[quarter]! + view.quarterSeconds[quarter]!) - from;
    const [high, low] = [Math.max(volts, threshold), Math.min(volts, threshold)];
    const box = { x: from, y: y(high), width, height: y(low) - y(high) };
    return svgElement('rect', { ...box, fill: palette.row, 'fill-opacity': 0.2 });
  });
  const steps = quarters.map((quarter) => {
    const end = view.startSeconds[quarter]! + view.quarterSeconds[quarter]!;
    return `V${y(view.rowVolts(row, quarter)).toFixed(2)}H${x(end).toFixed(2)}`;
  });
  // grounded before the first edge and after the last
  const d = `M${left - LEAD} ${y(0).toFixed(2)}H${left}${steps.join('')}V${y(0).toFixed(2)}H${right + LEAD}`;
  return [
    svgText(16, middle + 4, formatRow(row), { 'font-weight': 600 }),
    svgLine(left - 11, y(fullVolts), left - 11, y(-fullVolts), { stroke: palette.muted, 'stroke-width': 0.8 }),
    ...axis,
    svgLine(left, y(0), right, y(0), { stroke: palette.faint }),
    ...overdrive,
    ...thresholdLines,
    svgElement('path', { d, fill: 'none', stroke: palette.row, 'stroke-width': 1.6, 'stroke-linejoin': 'round' }),
  ].join('');
}

/** What the dashed lines are, beside the first row. */
export function thresholdLabels(thresholds: Thresholds, layout: UpdateLayout): string {
  const middle = layout.rowTop(0) + layout.rowLane / 2;
  const label = (sign: string, volts: number): string => {
    const y = middle - (volts / layout.fullVolts) * (layout.rowLane / 2) * FILL;
    return svgText(layout.right + 14, y + 3, `Vth${sign} ${plainNumber(volts)} V`, {
      'font-size': 10,
      fill: palette.muted,
    });
  };
  return label('+', thresholds.positiveThreshold) + label('\u2212', thresholds.negativeThreshold);
}
