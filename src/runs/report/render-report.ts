import { CrossbarError, formatShape } from '../../core/index.js';
import { accuracyTable } from './accuracy-table.js';
import { conductanceFigure } from './conductance-figure.js';
import { confusionFigure } from './confusion-figure.js';
import { curvesFigure } from './curves-figure.js';
import { factList, figureStrip } from './fact-list.js';
import { escapeHtml, timeText } from './html-text.js';
import { groundingFacts, headlineFacts, provenanceFacts, summaryFacts } from './report-facts.js';
import type { ReportModel } from './report-model.js';
import { reportStyle } from './report-style.js';
import { scopeSvgIds } from './svg-ids.js';
import { vegaSvg } from './vega-svg.js';

interface Figure {
  readonly svg: string;
  readonly caption: string;
}

const section = (title: string, ...content: readonly string[]): string =>
  `<section>\n<h2>${escapeHtml(title)}</h2>\n${content.join('\n')}\n</section>`;

/** Numbers figures in the order in which they are shown. */
function figureNumbering(): (figure: Figure) => string {
  let number = 0;
  return ({ svg, caption }) => {
    number += 1;
    return `<figure>\n${svg}\n<figcaption><b>Figure ${number}.</b> ${escapeHtml(caption)}</figcaption>\n</figure>`;
  };
}

async function drawCurves(model: ReportModel): Promise<Figure[]> {
  if (model.curves.length === 0) return [];
  const beside = model.curves.some((curve) => curve.reference.length > 0)
    ? ' Right, a floating-point network of the same shape on the same splits.'
    : '';
  const caption = `Loss and accuracy on the training samples after each epoch, one line for each split.${beside}`;
  return [{ svg: await vegaSvg(curvesFigure(model), 'curves'), caption }];
}

async function drawConfusion(model: ReportModel): Promise<Figure[]> {
  if (model.confusion === null) return [];
  const caption = 'Test samples of all splits by their true class and the class the crossbar gave them.';
  return [{ svg: await vegaSvg(confusionFigure(model.confusion), 'confusion'), caption }];
}

async function drawLayers(model: ReportModel): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [index, layer] of model.layers.entries()) {
    const { spec, note } = conductanceFigure(layer);
    const where = `${layer.name}, ${formatShape(layer.shape)}, split ${model.shownSplit}`;
    const caption = `Conductance of every cell (mS) before and after training, and its change: ${where}. ${note}`;
    figures.push({ svg: await vegaSvg(spec, `layer-${index}`), caption: caption.trim() });
  }
  return figures;
}

function givenUpdate(model: ReportModel): Figure[] {
  if (model.update === null) return [];
  const { svg, caption } = model.update;
  if (!/^\s*<svg[\s>]/.test(svg)) {
    throw new CrossbarError(
      'bad-argument',
      'The picture of the update is no <svg> element. Give one, without a prologue.',
    );
  }
  return [{ svg: scopeSvgIds(svg, 'update'), caption }];
}

const outcomes = { success: 'finished', abort: 'stopped before its end', fail: 'failed' } as const;

/** No script, style file or picture is fetched, even if a name in the data says so. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * A training run as one HTML file that needs nothing else: its pictures are SVG within it. The same model gives the same
 * bytes.
 *
 * @throws CrossbarError `bad-argument` when the given picture is no SVG
 */
export async function renderReport(model: ReportModel): Promise<string> {
  const update = givenUpdate(model);
  const [curves, confusion, layers] = [await drawCurves(model), await drawConfusion(model), await drawLayers(model)];
  const figure = figureNumbering();
  const show = (figures: readonly Figure[]): string => figures.map(figure).join('\n');
  const safe = model.grounding?.grounded === true;
  const parts = [
    figureStrip(headlineFacts(model)),
    ...(curves.length > 0 ? [section('Training', show(curves))] : []),
    section('Test accuracy', accuracyTable(model.tests), show(confusion)),
    ...(layers.length > 0 ? [section('Conductances', show(layers))] : []),
    ...(update.length > 0 ? [section('One update', show(update))] : []),
    section('What it took', factList(summaryFacts(model.summary))),
    section(
      'Proof of safe outputs',
      `<div${safe ? '' : ' class="alarm"'}>${factList(groundingFacts(model.grounding))}</div>`,
    ),
    section(
      'Provenance',
      factList(provenanceFacts(model.provenance)),
      '<p>To have the same run again:</p>',
      `<pre>${escapeHtml(model.provenance.commandLine)}</pre>`,
    ),
  ];
  const about = `Started ${timeText(model.startedAt)}, ${outcomes[model.exitStatus]}.`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escapeHtml(model.title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<header>
<h1>${escapeHtml(model.title)}</h1>
<p>${escapeHtml(about)}</p>
</header>
<main>
${parts.join('\n')}
</main>
</body>
</html>
`;
}
