import { plainNumber, roundTicks } from './nice-steps.js';
import { blockName, type PlanView } from './plan-view.js';
import { svgElement, svgLine, svgText } from './svg-element.js';

export const WIDTH = 960;
export const MARGIN = 16;
const LEFT = 92;
const RIGHT = 112;

/** Told apart by those who see few colours, and in grey. */
export const palette = {
  ink: '#1f2328',
  muted: '#63686e',
  faint: '#d9dce0',
  band: '#f5f6f8',
  row: '#0072b2',
  sensed: '#00795a',
  driven: '#8c4a86',
  current: '#b35900',
  clipped: '#d55e00',
} as const;

/** Bands narrower than this are not told apart, and are left out; narrower than a name, they have none. */
const LEAST_BAND = 4;
const LEAST_NAME = 18;

const TIME_UNITS = [
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, '\u00b5s'],
  [1e-9, 'ns'],
] as const;

/** The axis of time that all lanes share. */
export interface PictureFrame {
  readonly left: number;
  readonly right: number;
  readonly x: (seconds: number) => number;
  /** In which times are written: up to a few thousand of them. */
  readonly unit: string;
  readonly unitSeconds: number;
}

export function pictureFrame(view: PlanView): PictureFrame {
  const right = WIDTH - RIGHT;
  const { durationSeconds } = view;
  const [unitSeconds, unit] = TIME_UNITS.find(([size]) => durationSeconds >= 2 * size) ?? TIME_UNITS[3];
  return {
    left: LEFT,
    right,
    // a plan without blocks still has an axis
    x: (seconds) => LEFT + (seconds / (durationSeconds || 1)) * (right - LEFT),
    unit,
    unitSeconds,
  };
}

/** A time as it is written beside what it belongs to. */
export const frameTime = (seconds: number, { unitSeconds }: PictureFrame): string => plainNumber(seconds / unitSeconds);

/** Where blocks begin and end, behind everything else. */
export function blockBands(view: PlanView, frame: PictureFrame, top: number, bottom: number): string {
  const widths = view.blocks.map((block) => frame.x(view.edges[block + 1]!) - frame.x(view.edges[block]!));
  const narrowest = Math.min(...widths);
  if (narrowest < LEAST_BAND) return '';
  const bands = view.blocks.map((block) => {
    const [from, width] = [frame.x(view.edges[block]!), widths[block]!];
    const fill = block % 2 ? '#ffffff' : palette.band;
    const band = svgElement('rect', { x: from, y: top, width, height: bottom - top, fill });
    const edge = svgLine(from + width, top, from + width, bottom, { stroke: palette.faint });
    if (narrowest < LEAST_NAME) return band + edge;
    const style = { 'text-anchor': 'middle', 'font-weight': 600, 'font-size': view.hasQuarters ? 12 : 10 };
    return band + edge + svgText(from + width / 2, top - 8, blockName(view, block), style);
  });
  return bands.join('');
}

export function timeAxis(view: PlanView, frame: PictureFrame, bottom: number): string {
  const { left, right, x, unit, unitSeconds } = frame;
  const ticks = roundTicks(view.durationSeconds / unitSeconds, 10).map((time) => {
    const at = x(time * unitSeconds);
    const label = svgText(at, bottom + 19, plainNumber(time), { 'text-anchor': 'middle', 'font-size': 10 });
    return svgLine(at, bottom, at, bottom + 5, { stroke: palette.ink }) + label;
  });
  const title = svgText((left + right) / 2, bottom + 40, `time (${unit})`, { 'text-anchor': 'middle' });
  return svgLine(left, bottom, right, bottom, { stroke: palette.ink }) + ticks.join('') + title;
}
