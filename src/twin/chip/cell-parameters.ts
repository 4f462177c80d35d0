import { spreadParameters, type SpreadParameter } from './chip-description.js';
import type { YakopcicParameters } from './yakopcic.js';

/** What the solver reads of each cell; the exponentials of the thresholds are kept because they are costly. */
export const cellFields = [...spreadParameters, 'expVp', 'expVn'] as const;

export type CellField = (typeof cellFields)[number];

/** The parameters of every cell of one array, holding only what differs between cells. */
export interface CellParameters {
  readonly nominal: YakopcicParameters;
  /** One value a cell, row-major; fields not in here are nominal everywhere. */
  readonly varied: readonly (readonly [field: CellField, values: Float64Array])[];
}

/** @param drawn values of each parameter that differs between cells, row-major */
export function cellParameters(
  nominal: YakopcicParameters,
  drawn: ReadonlyMap<SpreadParameter, Float64Array> = new Map(),
): CellParameters {
  const varied: [CellField, Float64Array][] = [...drawn];
  const positive = drawn.get('Vp');
  if (positive) varied.push(['expVp', positive.map(Math.exp)]);
  const negative = drawn.get('Vn');
  if (negative) varied.push(['expVn', negative.map(Math.exp)]);
  return { nominal, varied };
}

export function nominalField(nominal: YakopcicParameters, field: CellField): number {
  if (field === 'expVp') return Math.exp(nominal.Vp);
  if (field === 'expVn') return Math.exp(nominal.Vn);
  return nominal[field];
}

/** One parameter of one cell. */
export function fieldAt(cells: CellParameters, field: CellField, cell: number): number {
  const found = cells.varied.find(([name]) => name === field);
  return found ? found[1][cell]! : nominalField(cells.nominal, field);
}

/** Whether no cell's current has another amplitude one way than the other, and so a kink at 0 V. */
export function areEven({ nominal, varied }: CellParameters): boolean {
  const values = new Map(varied);
  const positive = values.get('a1');
  const negative = values.get('a2');
  if (positive && negative) return positive.every((value, cell) => value === negative[cell]);
  return !positive && !negative && nominal.a1 === nominal.a2;
}

/** Whether the current of every cell is a x sinh(b V) with one b and the same a either way; the fast sums need it. */
export const shareOneCurve = (cells: CellParameters): boolean =>
  areEven(cells) && cells.varied.every(([field]) => field !== 'b');
