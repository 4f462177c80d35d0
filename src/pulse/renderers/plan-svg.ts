import { formatQuantity, formatShape, type PulsePlan } from '../../core/index.js';
import { cellSection } from './cell-section.js';
import type { CellWaveform } from './cell-waveform.js';
import { columnSection } from './column-section.js';
import { columnDriverSection, gateSection, referenceSection } from './driver-section.js';
import { blockBands, MARGIN, palette, pictureFrame, timeAxis, WIDTH } from './picture-frame.js';
import type { PictureSection, Shown } from './picture-section.js';
import { PlanView, type PlanScale, type Thresholds, type WindowPlace } from './plan-view.js';
import { rowSection } from './row-section.js';
import { escapeXml, svgElement, svgText } from './svg-element.js';

const HEAD = 96;
const SECTION = 40;
const FOOT = 64;

export interface PlanSvgOptions {
  readonly title?: string;
  /** Windows that were cut at the end of their block; drawn in another colour. */
  readonly clippedWindows?: readonly WindowPlace[];
  /** Waveforms across chosen cells, drawn below the plan. */
  readonly cells?: readonly CellWaveform[];
}

const readableSeconds = (seconds: number): string => formatQuantity(seconds, 's').replace(' us', ' \u00b5s');
const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function caption(view: PlanView): string {
  const { plan } = view;
  const samples = view.samples().length;
  return [
    `array ${plan.array}, ${formatShape(plan.shape)}`,
    ...(view.hasQuarters ? [] : [counted(view.blocks.length, 'block')]),
    counted(view.windows, 'column window'),
    ...(samples > 0 ? [counted(samples, 'sample')] : []),
    `${readableSeconds(view.durationSeconds)} in ticks of ${readableSeconds(view.tickSeconds)}`,
  ].join('; ');
}

/** Lanes and headings one below the other. */
function stacked(sections: readonly PictureSection[]): { readonly markup: string[]; readonly bottom: number } {
  const markup: string[] = [];
  let top = HEAD;
  for (const [place, { heading, lanes }] of sections.entries()) {
    if (place > 0) top += SECTION;
    // above the first section stand the names of the blocks
    const baseline = place === 0 ? top - 24 : top - 10;
    markup.push(svgText(MARGIN, baseline, heading, { fill: palette.muted, 'font-style': 'italic' }));
    for (const { height, draw } of lanes) {
      markup.push(draw(top));
      top += height;
    }
  }
  return { markup, bottom: top };
}

/**
 * A plan as a picture on one axis of time: a lane for each row's voltage with the thresholds beyond which its cells move,
 * gates, a lane for each column's switch, column drivers and the reference where they are driven, and the voltage and
 * current of chosen cells. A whole SVG document, the same bytes for the same plan.
 *
 * @param plan drawn whole up to 32 rows and 32 columns; of more, the lines of chosen cells, then the busiest
 */
export function planSvg(
  plan: PulsePlan,
  scale: PlanScale,
  thresholds: Thresholds,
  options: PlanSvgOptions = {},
): string {
  const view = new PlanView(plan, scale);
  const frame = pictureFrame(view);
  const shown: Shown = { thresholds, clippedWindows: options.clippedWindows ?? [], cells: options.cells ?? [] };
  const { markup, bottom } = stacked([
    rowSection(view, shown, frame),
    ...gateSection(view, frame),
    columnSection(view, shown, frame),
    ...columnDriverSection(view, frame),
    ...referenceSection(view, frame),
    ...cellSection(shown, frame),
  ]);
  const height = bottom + FOOT;
  const title = options.title ?? (view.hasQuarters ? 'One update' : 'One plan');
  const about = caption(view);
  const size = { width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height.toFixed(2)}` };
  const font = {
    'font-family': "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif",
    'font-size': 12,
    fill: palette.ink,
  };
  const parts = [
    `<title>${escapeXml(title)}</title><desc>${escapeXml(about)}</desc>`,
    svgElement('rect', { width: WIDTH, height, fill: '#ffffff' }),
    svgText(MARGIN, 28, title, { 'font-size': 16, 'font-weight': 600 }),
    svgText(MARGIN, 48, about, { fill: palette.muted }),
    blockBands(view, frame, HEAD, bottom),
    ...markup,
    timeAxis(view, frame, bottom),
  ];
  return svgElement('svg', { xmlns: 'http://www.w3.org/2000/svg', role: 'img', ...size, ...font }, parts.join('\n'));
}
