import { formatColumn, formatRow } from '../../core/index.js';
import { blockMeans, type BlockMeans } from './block-means.js';
import { ink } from './figure-style.js';
import type { ConductanceChange } from './report-model.js';
import type { FigureSpec } from './vega-svg.js';

const MAX_LINES = 48;
const PANEL_WIDTH = 224;
const PANEL_HEIGHT = 330;
const MAX_CELL = 44;
/** Smaller cells have no room for their number. */
const MIN_WRITTEN_CELL = 28;
/** Room that a label takes along its axis. */
const ROW_LABEL = 14;
const COLUMN_LABEL = 40;

interface MapCell {
  readonly row: string;
  readonly column: string;
  readonly milliSiemens: number;
  readonly written: string;
}

interface Panel {
  readonly title: string;
  readonly values: readonly number[];
  readonly domain: readonly [number, number];
  readonly scheme: string;
  readonly legend: boolean;
  readonly write: (milliSiemens: number) => string;
  /** Vega expression: on which cells dark ink is read better. */
  readonly darkInkWhere: string;
}

/** As many of the lines as have room for their name: every one, or every second, third... */
const everyFew = (lines: readonly string[], cell: number, label: number): string[] => {
  // names of two digits fit a narrower column than those of three
  const step = cell >= label * 0.6 ? 1 : Math.ceil(label / cell);
  return lines.filter((_, index) => index % step === 0);
};

function heatMap(panel: Panel, grid: BlockMeans): object {
  const rows = Array.from({ length: grid.rows }, (_, block) => formatRow(grid.firstRow(block)));
  const columns = Array.from({ length: grid.columns }, (_, block) => formatColumn(grid.firstColumn(block)));
  // whole pixels, or hairlines show between the cells
  const cell = Math.floor(Math.min(MAX_CELL, PANEL_WIDTH / grid.columns, PANEL_HEIGHT / grid.rows));
  const height = cell * grid.rows;
  const values: MapCell[] = panel.values.map((milliSiemens, index) => ({
    row: rows[Math.floor(index / grid.columns)]!,
    column: columns[index % grid.columns]!,
    milliSiemens,
    written: panel.write(milliSiemens),
  }));
  const line = (field: 'row' | 'column', lines: string[], orient: string, label: number): object => ({
    field,
    type: 'ordinal',
    sort: lines,
    title: null,
    scale: { paddingInner: cell >= 20 ? 0.04 : 0, paddingOuter: 0 },
    axis: { orient, domain: false, ticks: false, labelAngle: 0, labelPadding: 5, values: everyFew(lines, cell, label) },
  });
  const place = { x: line('column', columns, 'top', COLUMN_LABEL), y: line('row', rows, 'left', ROW_LABEL) };
  const colour = {
    field: 'milliSiemens',
    type: 'quantitative',
    scale: { domain: panel.domain, scheme: panel.scheme, nice: false },
    legend: panel.legend ? { title: 'mS', tickCount: 4, gradientLength: Math.max(90, Math.min(160, height)) } : null,
  };
  const written = {
    mark: { type: 'text', fontSize: cell < 34 ? 9.5 : 10.5 },
    encoding: {
      ...place,
      text: { field: 'written' },
      color: { condition: { test: panel.darkInkWhere, value: ink }, value: '#ffffff' },
    },
  };
  return {
    title: panel.title,
    width: cell * grid.columns,
    height,
    data: { values },
    layer: [
      { mark: { type: 'rect' }, encoding: { ...place, color: colour } },
      ...(cell >= MIN_WRITTEN_CELL ? [written] : []),
    ],
  };
}

/** The ends of the values, a little apart where all are the same. */
function extent(values: readonly number[]): readonly [number, number] {
  const [low, high] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
  return low < high ? [low, high] : [low - 0.01, high + 0.01];
}

export interface ConductanceFigure {
  readonly spec: FigureSpec;
  /** How many cells one square stands for; empty where it is one. */
  readonly note: string;
}

const plain = (milliSiemens: number): string => milliSiemens.toFixed(2);

/** `+0.12`, `\u22120.12`, and 0.00 without a sign. */
const signed = (milliSiemens: number): string => {
  const size = plain(Math.abs(milliSiemens));
  if (Number(size) === 0) return size;
  return (milliSiemens > 0 ? '+' : '\u2212') + size;
};

const milli = (grid: BlockMeans): number[] => Array.from(grid.means, (siemens) => siemens * 1e3);

/** An array's conductances before training, after it, and their difference. */
export function conductanceFigure(layer: ConductanceChange): ConductanceFigure {
  const before = blockMeans(layer.beforeSiemens, layer.shape, MAX_LINES);
  const after = blockMeans(layer.afterSiemens, layer.shape, MAX_LINES);
  const [old, now] = [milli(before), milli(after)];
  const change = now.map((value, index) => value - old[index]!);
  const domain = extent([...old, ...now]);
  const most = Math.max(...change.map(Math.abs)) || 0.01;
  const middle = (domain[0] + domain[1]) / 2;
  const level = { domain, scheme: 'cividis', write: plain, darkInkWhere: `datum.milliSiemens > ${middle}` };
  const hconcat = [
    heatMap({ ...level, title: 'Before', values: old, legend: false }, before),
    heatMap({ ...level, title: 'After', values: now, legend: true }, before),
    heatMap(
      {
        title: 'Change',
        values: change,
        domain: [-most, most],
        scheme: 'blueorange',
        legend: true,
        write: signed,
        darkInkWhere: `abs(datum.milliSiemens) < ${most * 0.6}`,
      },
      before,
    ),
  ];
  const perSquare = [layer.shape.rows / before.rows, layer.shape.columns / before.columns].map(Math.round);
  const averaged = layer.beforeSiemens.length > before.means.length;
  const note = averaged ? `Each square is the mean of about ${perSquare.join('\u00d7')} cells.` : '';
  const spec = { hconcat, spacing: 30, resolve: { scale: { color: 'independent' } } };
  return { spec: spec, note };
}
