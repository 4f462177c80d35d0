import { splitColours, splitShapes } from './figure-style.js';
import type { EpochPoint, ReportModel, SplitCurve } from './report-model.js';
import type { FigureSpec } from './vega-svg.js';

/** More points than pixels only make the file larger. */
const MAX_POINTS = 300;
const MARKS = 6;

interface CurvePoint {
  readonly split: string;
  readonly epoch: number;
  readonly loss: number;
  readonly percent: number;
  readonly marked: boolean;
}

/** Evenly thinned, both ends kept. */
function thinned<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => items[Math.round(index * step)]!);
}

/** Markers of different splits fall on different epochs, so that curves lying on each other can be told apart. */
function curvePoints(curves: readonly SplitCurve[], pick: (curve: SplitCurve) => readonly EpochPoint[]): CurvePoint[] {
  return curves.flatMap((curve, order) => {
    const points = thinned(pick(curve), MAX_POINTS);
    const stride = Math.max(1, Math.floor(points.length / MARKS));
    const offset = Math.floor((order / curves.length) * stride);
    return points.map(({ epoch, loss, accuracy }, index) => ({
      split: String(curve.split),
      epoch,
      loss,
      percent: accuracy * 100,
      marked: index % stride === offset,
    }));
  });
}

interface Measure {
  readonly field: 'loss' | 'percent';
  readonly name: string;
  /** Of the axis, with its unit. */
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly lastEpoch: number;
}

function panel(network: string, values: readonly CurvePoint[], measure: Measure, splits: readonly string[]): object {
  const legend = { title: 'split', symbolSize: 60, symbolStrokeWidth: 1.5 };
  const colour = { field: 'split', type: 'nominal', scale: { domain: splits, range: splitColours }, legend };
  const position = {
    x: {
      field: 'epoch',
      type: 'quantitative',
      title: 'epoch',
      scale: { domain: [0, measure.lastEpoch], nice: true },
      axis: { grid: false, labelFlush: false, tickMinStep: 1, tickCount: 8 },
    },
    y: {
      field: measure.field,
      type: 'quantitative',
      title: measure.title,
      scale: { domain: measure.domain, nice: true },
      axis: { tickCount: 6 },
    },
  };
  return {
    title: `${measure.name}, ${network}`,
    width: 370,
    height: 210,
    data: { values },
    layer: [
      { mark: { type: 'line', strokeWidth: 1.4, clip: true }, encoding: { ...position, color: colour } },
      {
        transform: [{ filter: 'datum.marked' }],
        mark: { type: 'point', filled: true, size: 42, opacity: 1 },
        encoding: {
          ...position,
          color: colour,
          shape: { field: 'split', type: 'nominal', scale: { domain: splits, range: splitShapes }, legend },
        },
      },
    ],
  };
}

/** Training loss and accuracy over the epochs, a line for each split; the reference beside it on the same scales. */
export function curvesFigure(model: Pick<ReportModel, 'curves' | 'lossName'>): FigureSpec {
  const crossbar = curvePoints(model.curves, (curve) => curve.crossbar);
  const reference = curvePoints(model.curves, (curve) => curve.reference);
  const all = [...crossbar, ...reference];
  const splits = model.curves.map((curve) => String(curve.split));
  const top = all.reduce((most, { loss }) => Math.max(most, loss), 0);
  const floor = all.reduce((least, { percent }) => Math.min(least, percent), 100);
  const lastEpoch = all.reduce((last, { epoch }) => Math.max(last, epoch), 1);
  const loss: Measure = {
    field: 'loss',
    name: 'Training loss',
    title: model.lossName,
    domain: [0, top || 1],
    lastEpoch,
  };
  const accuracy: Measure = {
    field: 'percent',
    name: 'Training accuracy',
    title: 'correct (%)',
    domain: [Math.max(0, Math.floor((floor - 1) / 10) * 10), 100],
    lastEpoch,
  };
  const panels =
    reference.length === 0
      ? [[panel('crossbar', crossbar, loss, splits), panel('crossbar', crossbar, accuracy, splits)]]
      : [loss, accuracy].map((measure) => [
          panel('crossbar', crossbar, measure, splits),
          panel('floating-point reference', reference, measure, splits),
        ]);
  return { vconcat: panels.map((hconcat) => ({ hconcat, spacing: 34 })), spacing: 30 };
}
