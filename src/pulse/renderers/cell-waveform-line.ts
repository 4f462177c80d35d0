import type { PictureFrame } from './picture-frame.js';
import { laneY, type LaneAxis } from './volt-lane.js';
import { svgElement } from './svg-element.js';

/** Waveforms finer than this many points to a pixel are drawn by the extremes of each. */
const POINTS_A_PIXEL = 4;

/** Which points are drawn: all, or of each pixel the first, the extremes and the last. */
function drawnPoints(at: readonly number[], values: Float64Array): number[] {
  const all = at.map((_, point) => point);
  const span = (at.at(-1) ?? 0) - (at[0] ?? 0);
  if (all.length <= POINTS_A_PIXEL * span) return all;
  const drawn: number[] = [];
  let first = 0;
  while (first < all.length) {
    const pixel = Math.floor(at[first]!);
    let [last, lowest, highest] = [first, first, first];
    for (let point = first; point < all.length && Math.floor(at[point]!) === pixel; point += 1) {
      if (values[point]! < values[lowest]!) lowest = point;
      if (values[point]! > values[highest]!) highest = point;
      last = point;
    }
    drawn.push(...new Set([first, lowest, highest, last].toSorted((a, b) => a - b)));
    first = last + 1;
  }
  return drawn;
}

/** A waveform of a cell, point to point. */
export function waveform(
  seconds: Float64Array,
  values: Float64Array,
  color: string,
  axis: LaneAxis,
  { x }: PictureFrame,
): string {
  const y = laneY(axis);
  const at = Array.from(seconds, x);
  const points = drawnPoints(at, values).map((point) => `${at[point]!.toFixed(2)} ${y(values[point]!).toFixed(2)}`);
  if (points.length === 0) return '';
  const path = {
    d: `M${points.join('L')}`,
    fill: 'none',
    stroke: color,
    'stroke-width': 1.4,
    'stroke-linejoin': 'round',
  };
  return svgElement('path', path);
}
