import { formatColumn } from '../../core/index.js';
import { othersText, type ChosenLane } from './lane-choice.js';
import { plainNumber } from './nice-steps.js';
import { frameTime, MARGIN, palette, type PictureFrame } from './picture-frame.js';
import type { PlanView, WindowPlace, WindowSpan } from './plan-view.js';
import { sampleMarks } from './sample-marks.js';
import { svgElement, svgLine, svgText } from './svg-element.js';

export const COLUMN_LANE = 22;
const BAR = 12;
/** Of one character of a label, and what is left free beside it. */
const CHARACTER = 5.4;
const SPACE = 6;
/** Half a mark of a sample. */
const MARK = 5;
/** Half a pixel is the least that shows; the label beside the bar says how long it is. */
const MIN_BAR = 0.5;

function label(window: WindowSpan, seconds: number, isClipped: boolean, frame: PictureFrame): string {
  const volts = typeof window.drive === 'number' ? ` at ${plainNumber(window.drive)} V` : '';
  return frameTime(seconds, frame) + volts + (isClipped ? ' clipped' : '');
}

/** What is marked on a column's bars. */
interface Marks {
  readonly clipped: readonly WindowPlace[];
  /** Where its current is sampled, pixels. */
  readonly sampled: readonly number[];
}

/**
 * When one column's switch is closed: a bar in the colour of what it connects to. Where there is room for all of them,
 * beside the bars or in them, each says how long it is closed.
 */
export function columnLane(
  lane: ChosenLane,
  view: PlanView,
  { clipped, sampled }: Marks,
  frame: PictureFrame,
  top: number,
): string {
  const column = lane.line;
  const middle = top + COLUMN_LANE / 2;
  const bars = view.columnWindows(column).map((window) => {
    const { block, from: closes, to: opens, drive } = window;
    const from = frame.x(closes);
    const width = Math.max(MIN_BAR, frame.x(opens) - from);
    const isClipped = clipped.some((place) => place.column === column && place.block === block);
    const text = label(window, view.windowSeconds(column, block), isClipped, frame);
    const needed = text.length * CHARACTER + SPACE;
    return {
      rect: { x: from, y: middle - BAR / 2, width, height: BAR },
      fill: isClipped ? palette.clipped : drive === 'sensed' ? palette.sensed : palette.driven,
      text,
      isBeside: frame.x(view.edges[block + 1]!) - from - width >= needed,
      isWithin: width >= needed && !sampled.some((x) => x > from && x < from + needed + MARK),
    };
  });
  const isLabelled = bars.every(({ isBeside, isWithin }) => isBeside || isWithin);
  const drawn = bars.map(({ rect, fill, text, isBeside }) => {
    const bar = svgElement('rect', { ...rect, fill });
    if (!isLabelled) return bar;
    const [at, color] = isBeside ? [rect.x + rect.width + 4, palette.muted] : [rect.x + 5, '#ffffff'];
    return bar + svgText(at, middle + 3.5, text, { 'font-size': 9.5, fill: color });
  });
  return [
    svgText(MARGIN, middle + 4, `${formatColumn(column)} ${othersText(lane)}`.trimEnd(), { 'font-weight': 600 }),
    svgLine(frame.left, middle + BAR / 2, frame.right, middle + BAR / 2, { stroke: palette.faint }),
    ...drawn,
    sampleMarks(sampled, middle),
  ].join('');
}
