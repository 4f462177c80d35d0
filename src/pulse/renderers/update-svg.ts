import { formatColumn, formatQuantity, formatRow, formatShape, type PulsePlan } from '../../core/index.js';
import { columnLane } from './column-lane.js';
import { plainNumber, roundTicks } from './nice-steps.js';
import { rowLane, thresholdLabels } from './row-lane.js';
import { escapeXml, svgElement, svgLine, svgText } from './svg-element.js';
import { palette, updateLayout, WIDTH, type UpdateLayout } from './update-layout.js';
import {
  indices,
  quarterName,
  updateView,
  type PlanScale,
  type Thresholds,
  type UpdateView,
  type WindowPlace,
} from './update-view.js';

export interface UpdateSvgOptions {
  readonly title?: string;
  /** Windows that were cut at the end of their quarter; drawn in another colour. */
  readonly clippedWindows?: readonly WindowPlace[];
}

/** Where each quarter begins and ends, behind everything else. */
function quarterBands(view: UpdateView, layout: UpdateLayout): string {
  const height = layout.bottom - layout.top;
  return indices(view.quarterSeconds.length)
    .map((quarter) => {
      const from = layout.x(view.startSeconds[quarter]!);
      const to = layout.x(view.startSeconds[quarter]! + view.quarterSeconds[quarter]!);
      const band = { x: from, y: layout.top, width: to - from, height, fill: quarter % 2 ? '#ffffff' : palette.band };
      const name = svgText((from + to) / 2, layout.top - 8, quarterName(quarter), {
        'text-anchor': 'middle',
        'font-weight': 600,
      });
      const edge = svgLine(to, layout.top, to, layout.bottom, { stroke: palette.faint });
      return svgElement('rect', band) + edge + name;
    })
    .join('');
}

function timeAxis(view: UpdateView, layout: UpdateLayout): string {
  const { left, right, bottom, x } = layout;
  const ticks = roundTicks(view.durationSeconds * 1e6, 10).map((microseconds) => {
    const at = x(microseconds * 1e-6);
    const label = svgText(at, bottom + 19, plainNumber(microseconds), { 'text-anchor': 'middle', 'font-size': 10 });
    return svgLine(at, bottom, at, bottom + 5, { stroke: palette.ink }) + label;
  });
  const title = svgText((left + right) / 2, bottom + 40, 'time (\u00b5s)', { 'text-anchor': 'middle' });
  return svgLine(left, bottom, right, bottom, { stroke: palette.ink }) + ticks.join('') + title;
}

/** Says which lines are drawn where they are not all. */
function heading(what: string, shown: number, all: number, name: (line: number) => string): string {
  return shown === all ? what : `${what}; only ${name(0)}\u2013${name(shown - 1)} of ${all} are drawn`;
}

function headings(view: UpdateView, layout: UpdateLayout): string {
  const rows = heading('Rows: voltage (V), shaded beyond a threshold', layout.rows.length, view.rows, formatRow);
  const what = 'Columns: switch closed (\u00b5s)';
  const columns = heading(what, layout.columns.length, view.columns, formatColumn);
  const style = { fill: palette.muted, 'font-style': 'italic' };
  return svgText(16, layout.top - 24, rows, style) + svgText(16, layout.columnHeading, columns, style);
}

const readableSeconds = (seconds: number): string => formatQuantity(seconds, 's').replace(' us', ' \u00b5s');

function caption(plan: PulsePlan, view: UpdateView): string {
  const duration = `${readableSeconds(view.durationSeconds)} in ticks of ${readableSeconds(view.tickSeconds)}`;
  return `array ${view.array}, ${formatShape(plan.shape)}; ${view.windows} column windows; ${duration}`;
}

/**
 * One update as a picture: a lane for each row's voltage with the thresholds above which its cells move, a lane for each
 * column's switch windows, on one axis of time. A whole SVG document, the same bytes for the same plan.
 *
 * @param plan drawn whole up to 32 rows and 32 columns, and by the first 32 of more
 */
export function updateSvg(
  plan: PulsePlan,
  scale: PlanScale,
  thresholds: Thresholds,
  options: UpdateSvgOptions = {},
): string {
  const view = updateView(plan, scale);
  const layout = updateLayout(view, thresholds);
  const title = options.title ?? 'One update';
  const about = caption(plan, view);
  const size = { width: WIDTH, height: layout.height, viewBox: `0 0 ${WIDTH} ${layout.height.toFixed(2)}` };
  const font = {
    'font-family': "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif",
    'font-size': 12,
    fill: palette.ink,
  };
  const parts = [
    `<title>${escapeXml(title)}</title><desc>${escapeXml(about)}</desc>`,
    svgElement('rect', { width: WIDTH, height: layout.height, fill: '#ffffff' }),
    svgText(16, 28, title, { 'font-size': 16, 'font-weight': 600 }),
    svgText(16, 48, about, { fill: palette.muted }),
    quarterBands(view, layout),
    headings(view, layout),
    ...layout.rows.map((row) => rowLane(row, view, thresholds, layout)),
    thresholdLabels(thresholds, layout),
    ...layout.columns.map((column) => columnLane(column, view, options.clippedWindows ?? [], layout)),
    timeAxis(view, layout),
  ];
  return svgElement('svg', { xmlns: 'http://www.w3.org/2000/svg', role: 'img', ...size, ...font }, parts.join('\n'));
}
