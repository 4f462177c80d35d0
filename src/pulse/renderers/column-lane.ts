import { formatColumn } from '../../core/index.js';
import { plainNumber } from './nice-steps.js';
import { svgElement, svgLine, svgText } from './svg-element.js';
import { palette, type UpdateLayout } from './update-layout.js';
import { indices, type UpdateView, type WindowPlace } from './update-view.js';

const BAR = 12;
const LABEL_WIDTH = 46;
/** Half a pixel is the least that shows; the label beside the bar says how long it is. */
const MIN_BAR = 0.5;

/** When one column's switch is closed: a bar from the start of a quarter, with its length in us. */
export function columnLane(
  column: number,
  view: UpdateView,
  clipped: readonly WindowPlace[],
  layout: UpdateLayout,
): string {
  const middle = layout.columnTop(column) + layout.columnLane / 2;
  const bars = indices(view.quarterSeconds.length).map((quarter) => {
    const seconds = view.columnOnSeconds(column, quarter);
    if (seconds === 0) return '';
    const start = view.startSeconds[quarter]!;
    const from = layout.x(start);
    const width = Math.max(MIN_BAR, layout.x(start + seconds) - from);
    const isClipped = clipped.some((place) => place.column === column && place.quarter === quarter);
    const fill = isClipped ? palette.clipped : palette.column;
    const room = layout.x(start + view.quarterSeconds[quarter]!) - from - width;
    const label = plainNumber(seconds * 1e6) + (isClipped ? ' clipped' : '');
    // beside the bar where the quarter has room for it, else within
    const text =
      room >= LABEL_WIDTH
        ? svgText(from + width + 4, middle + 3.5, label, { 'font-size': 9.5, fill: palette.muted })
        : svgText(from + 5, middle + 3.5, label, { 'font-size': 9.5, fill: '#ffffff' });
    return svgElement('rect', { x: from, y: middle - BAR / 2, width, height: BAR, fill }) + text;
  });
  return [
    svgText(16, middle + 4, formatColumn(column), { 'font-weight': 600 }),
    svgLine(layout.left, middle + BAR / 2, layout.right, middle + BAR / 2, { stroke: palette.faint }),
    ...bars,
  ].join('');
}
