import { ink } from './figure-style.js';
import type { ConfusionMatrix } from './report-model.js';
import type { FigureSpec } from './vega-svg.js';

const CELL = 72;
const MAX_SIDE = 460;
/** Shorter names stand level above their column. */
const LEVEL_LABEL = 11;

/** Counts of test samples by true and predicted class; the shade is the share of the true class. */
export function confusionFigure({ labels, counts }: ConfusionMatrix): FigureSpec {
  const side = Math.min(MAX_SIDE, CELL * labels.length);
  const values = labels.flatMap((truth, row) => {
    const line = labels.map((_, column) => counts[row * labels.length + column]!);
    const total = line.reduce((sum, count) => sum + count, 0);
    return labels.map((predicted, column) => {
      return { truth, predicted, count: line[column]!, share: total > 0 ? line[column]! / total : 0 };
    });
  });
  const level = labels.every((label) => label.length <= LEVEL_LABEL) && CELL * labels.length <= MAX_SIDE;
  const axis = { domain: false, ticks: false, labelPadding: 6, titlePadding: 4, labelLimit: 140 };
  const scale = { paddingInner: 0.04, paddingOuter: 0 };
  const place = {
    x: {
      field: 'predicted',
      type: 'nominal',
      sort: labels,
      title: 'predicted class',
      scale,
      axis: { ...axis, orient: 'top', labelAngle: level ? 0 : -40 },
    },
    y: { field: 'truth', type: 'nominal', sort: labels, title: 'true class', scale, axis },
  };
  return {
    width: side,
    height: side,
    data: { values },
    layer: [
      {
        mark: { type: 'rect' },
        encoding: {
          ...place,
          color: {
            field: 'share',
            type: 'quantitative',
            scale: { domain: [0, 1], scheme: 'blues' },
            legend: { title: 'share of class', format: '.0%', values: [0, 0.25, 0.5, 0.75, 1], gradientLength: 120 },
          },
        },
      },
      {
        mark: { type: 'text', fontSize: 12 },
        encoding: {
          ...place,
          text: { field: 'count' },
          color: { condition: { test: 'datum.share > 0.5', value: '#ffffff' }, value: ink },
        },
      },
    ],
  };
}
