import { palette } from './picture-frame.js';
import { svgElement } from './svg-element.js';

/** Samples closer than this, in pixels, become ticks. */
const LEAST_GAP = 9;

/** When a line's current is sampled: a diamond at each moment, or a thin stroke where they are many. */
export function sampleMarks(at: readonly number[], y: number): string {
  const gaps = at.slice(1).map((x, place) => x - at[place]!);
  const isDense = gaps.length > 0 && Math.min(...gaps) < LEAST_GAP;
  const [wide, high] = isDense ? [1, 4] : [4, 5];
  const marks = at.map((x) => {
    const [left, right] = [(x - wide).toFixed(2), (x + wide).toFixed(2)];
    return `M${left} ${y}L${x.toFixed(2)} ${y - high}L${right} ${y}L${x.toFixed(2)} ${y + high}Z`;
  });
  if (marks.length === 0) return '';
  const outline = isDense ? {} : { stroke: '#ffffff', 'stroke-width': 1 };
  return svgElement('path', { d: marks.join(''), fill: palette.ink, class: 'samples', ...outline });
}
