import { expect, describe, it } from 'vitest';
import type { ReportModel } from './report-model.js';
import { renderReport } from './render-report.js';

const hostile = '<img src=x onerror=alert(1)>"\'&';
const points = (scale: number) =>
  Array.from({ length: 40 }, (_, index) => ({
    epoch: index + 1,
    loss: scale / (index + 1),
    accuracy: 1 - 0.5 / (index + 1),
  }));
const layer = (name: string, rows: number, columns: number) => ({
  name,
  shape: { rows, columns },
  beforeSiemens: new Float64Array(rows * columns).fill(4.7e-3),
  afterSiemens: Float64Array.from({ length: rows * columns }, (_, cell) => (4 + Math.sin(cell)) * 1e-3),
});

const model: ReportModel = {
  title: 'train iris',
  startedAt: '2026-11-22T00:47:12.000Z',
  exitStatus: 'success',
  lossName: 'cross-entropy',
  curves: [1, 2, 3, 4, 5].map((split) => ({ split, crossbar: points(1 + split / 10), reference: points(1) })),
  tests: [1, 2, 3, 4, 5].map((split) => ({ split, samples: 45, crossbarCorrect: 44, referenceCorrect: 43 })),
  confusion: { labels: ['setosa', 'versicolor', 'virginica'], counts: [75, 0, 0, 0, 72, 3, 0, 2, 73] },
  layers: [layer('hidden layer', 5, 4), layer('output layer', 5, 3)],
  shownSplit: 1,
  update: { svg: '<svg xmlns="http://www.w3.org/2000/svg"><g id="clip0"/></svg>', caption: 'One update.' },
  summary: { pulses: 12_345, updates: 6_000, boardSeconds: 8, energyJoules: 1e-3, clippedWindows: 2, wallSeconds: 70 },
  grounding: { grounded: true, residualVolts: 1e-4, latencyMilliseconds: 2, wallTime: '2026-11-22T00:48:00.000Z' },
  provenance: {
    runId: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
    recipe: 'iris',
    seed: 1,
    chip: 'silver-chalcogenide',
    board: 'twin',
    toolVersion: '0.1.0',
    commandLine: 'quarterwave train iris --seed 1',
  },
};

describe('renderReport', () => {
  it('shows all of a run with its units', async () => {
    const html = await renderReport(model);
    const expected = ['97.78\u2009%', '220 of 225', '12,345', '1 mJ', '100 \u00b5V', 'seed 1', 'grounded, read back'];
    for (const text of [...expected, '>W04<', '>B03<', '>mS<', '>epoch<', '>cross-entropy<', '>virginica<', '>+0']) {
      expect(html).toContain(text);
    }
    expect(html.match(/<figure>/g)).toHaveLength(5);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('is one file that fetches and runs nothing, whatever it is given', async () => {
    const html = await renderReport({
      ...model,
      title: hostile,
      lossName: hostile,
      confusion: { labels: [hostile, 'b'], counts: [1, 2, 3, 4] },
      layers: [{ ...model.layers[0]!, name: hostile }],
      update: { ...model.update!, caption: hostile },
      provenance: { ...model.provenance, board: hostile, commandLine: hostile },
    });
    expect(html).not.toMatch(/<(img|script|link|iframe|image|use|foreignObject)\b|@import|url\((?!#)/i);
    expect(html.replaceAll(/ xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(/https?:|\bsrc=(?!x)/);
    expect(html).toContain('&#60;img src=x');
  });

  it('is the same bytes for the same model, and has no id twice', async () => {
    const html = await renderReport(model);
    expect(await renderReport(model)).toBe(html);
    const ids = [...html.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of html.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
  });

  it('raises an alarm where safe outputs are not proven', async () => {
    const bare = { curves: [], confusion: null, layers: [], update: null };
    const lost = await renderReport({ ...model, ...bare, grounding: null });
    expect(lost).toContain('no proof of grounding was recorded');
    expect(lost).toContain('class="alarm"');
    const live = await renderReport({ ...model, ...bare, grounding: { ...model.grounding!, grounded: false } });
    expect(live).toContain('NOT grounded');
  });

  it('draws large arrays by blocks and says so', async () => {
    const html = await renderReport({ ...model, layers: [layer('large', 200, 100)] });
    expect(html).toContain('Each square is the mean of about 4\u00d72 cells.');
    expect(html.length).toBeLessThan(1_200_000);
  });

  it('refuses a picture that is none', async () => {
    const update = { svg: '<p>no picture</p>', caption: '' };
    await expect(renderReport({ ...model, update })).rejects.toMatchObject({ code: 'bad-argument' });
  });
});
