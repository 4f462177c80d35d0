import { describe, expect, it } from 'vitest';
import { FLOATING, planOfBlocks, seconds, SENSED, volts, type BlockToPlan, type PulsePlan } from '../../core/index.js';
import { planSvg } from './plan-svg.js';

// 5 mV a code
const scale = { tickSeconds: seconds(1e-7), dacBits: 10, dacFullScaleVolts: volts(2.56) };
const thresholds = { positiveThreshold: volts(0.16), negativeThreshold: volts(-0.15) };
const shape = { rows: 3, columns: 2 };

const quarter = (row: number, windows: [number, number][]): BlockToPlan => ({
  ticks: 2500,
  rows: [row, -row, row / 2],
  windows,
});
const update = planOfBlocks(0, shape, [
  quarter(40, [
    [0, 1000],
    [0, 0],
  ]),
  quarter(-40, [
    [0, 0],
    [0, 800],
  ]),
  quarter(-30, [
    [0, 900],
    [0, 0],
  ]),
  quarter(30, [
    [0, 0],
    [0, 700],
  ]),
]);

const sweep = (rows: number, columns: number, blocks: number): PulsePlan =>
  planOfBlocks(
    1,
    { rows, columns },
    Array.from({ length: blocks }, (_, block) => ({
      ticks: 200,
      rows: Array.from({ length: rows }, (_unused, row) => (row === rows - 1 ? block % 50 : FLOATING)),
      windows: Array.from({ length: columns }, (_unused, column) =>
        column === columns - 1 ? ([10, 190] as const) : ([0, 0] as const),
      ),
      sampleTick: 150,
    })),
  );

const count = (svg: string, pattern: RegExp): number => svg.match(pattern)?.length ?? 0;
/** The names of the lanes, down the left margin. */
const laneNames = (svg: string): string[] =>
  Array.from(svg.matchAll(/<text x="16" [^>]*font-weight="600">([^<]*)</gu), ([, name]) => name!).slice(1);

describe('planSvg', () => {
  it('draws a lane for every line, the quarters, both thresholds and the axes with their units', () => {
    const svg = planSvg(update, scale, thresholds);
    expect(laneNames(svg)).toEqual(['W00', 'W01', 'W02', 'B00', 'B01']);
    for (const text of ['Q1', 'Q4', 'Vth+ 0.16 V', 'time (µs)', 'One update']) expect(svg).toContain(`>${text}<`);
    expect(svg).toContain('Rows: voltage (V), shaded beyond a threshold');
    expect(count(svg, /stroke-dasharray="4 3"/gu)).toBe(2 * 3);
    expect(count(svg, /<path /gu)).toBe(3);
    // two rows pass their threshold in the first two quarters, none in the others
    expect(count(svg, /fill-opacity/gu)).toBe(2 * 2);
  });

  it('marks clipped windows and escapes what it is given', () => {
    const options = { title: '<script>"&', clippedWindows: [{ block: 2, column: 0 }] };
    const svg = planSvg(update, scale, thresholds, options);
    expect(count(svg, /90 clipped</gu)).toBe(1);
    expect(svg).not.toContain('<script>');
  });

  it('tells driven, sensed and floating lines apart, and shows gates, column drivers, references and samples', () => {
    const plan = planOfBlocks(
      0,
      shape,
      [
        {
          ticks: 300,
          rows: [24, FLOATING, 0],
          columns: [-24, 0],
          windows: [
            [20, 280],
            [20, 280],
          ],
          gates: [400, 0, 0],
        },
        {
          ticks: 300,
          rows: [SENSED, SENSED, SENSED],
          columns: [10, 20],
          windows: [
            [20, 280],
            [20, 280],
          ],
          sampleTick: 200,
          reference: 'backward',
        },
      ],
      true,
    );
    const svg = planSvg(plan, scale, thresholds);
    expect(laneNames(svg)).toEqual(['W00', 'W01', 'W02', 'G00', 'B00', 'B01', 'B00', 'B01', 'Ref']);
    expect(svg).toContain('Rows: voltage (V), dashed while floating, a bar while sensed, marked where sampled');
    expect(svg).toContain('purple to its driver');
    expect(svg).toContain('>26 at −0.12 V<');
    expect(count(svg, /stroke-dasharray="2 3"/gu)).toBe(1);
    expect(count(svg, /class="samples"/gu)).toBe(3);
    expect(svg).not.toContain('shaded');
  });

  it('draws voltage and current of chosen cells', () => {
    const cell = {
      row: 1,
      column: 0,
      seconds: Float64Array.of(0, 5e-4, 1e-3),
      volts: Float64Array.of(0, 0.2, 0),
      amperes: Float64Array.of(0, 1.2e-3, 0),
    };
    const svg = planSvg(update, scale, thresholds, { cells: [cell] });
    expect(laneNames(svg).slice(-2)).toEqual(['W01B00', 'W01B00']);
    expect(svg).toContain('Cells, predicted: voltage (V) from row to column, current (mA)');
    expect(count(svg, /d="M92\.00 [\d.]+L470\.00 [\d.]+L848\.00 [\d.]+"/gu)).toBe(2);
  });

  it('keeps a sweep of hundreds of blocks readable: no name a block, no label a window, a time axis', () => {
    const svg = planSvg(sweep(3, 2, 400), scale, thresholds);
    expect(svg).not.toContain('>17<');
    expect(svg).toContain('>time (ms)<');
    expect(svg).not.toContain('>0.018<');
    expect(count(svg, /class="samples"/gu)).toBe(1);
  });

  it('draws lines that do the same once where there are more than 32', () => {
    const svg = planSvg(sweep(64, 40, 10), scale, thresholds);
    expect(laneNames(svg)).toEqual(['W00', 'W63', 'B00 +38', 'B39']);
    expect(svg).toContain('>+62<');
    expect(svg).toContain('lines that do the same are drawn once');
  });

  it('draws the busiest 32 of more, chosen cells first, and says so', () => {
    const rows = Array.from({ length: 100 }, (_, row) => row);
    const many = planOfBlocks(0, { rows: 100, columns: 1 }, [{ ticks: 100, rows }]);
    const none = { seconds: new Float64Array(0), volts: new Float64Array(0), amperes: new Float64Array(0) };
    const busiest = laneNames(planSvg(many, scale, thresholds));
    expect(busiest.slice(0, 32)).toEqual(rows.slice(68).map((row) => `W${row}`));
    expect(planSvg(many, scale, thresholds)).toContain('only W68–W99 of 100 are drawn');
    const chosen = planSvg(many, scale, thresholds, { cells: [{ row: 7, column: 0, ...none }] });
    expect(laneNames(chosen).slice(0, 2)).toEqual(['W07', 'W69']);
    expect(chosen).toContain('only 32 of 100 are drawn, the busiest');
  });

  it('draws a plan that does nothing, and one of no blocks', () => {
    for (const blocks of [[{ ticks: 100 }, { ticks: 100 }], []]) {
      expect(planSvg(planOfBlocks(0, shape, blocks), scale, thresholds)).not.toMatch(/NaN|Infinity|undefined/u);
    }
  });

  it('is the same bytes for the same plan', () => {
    expect(planSvg(update, scale, thresholds)).toBe(planSvg(update, scale, thresholds));
  });
});
