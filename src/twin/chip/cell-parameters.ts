import type { CellFields, CellModel, ModelParameters } from '../models/index.js';

/** The parameters of every cell of one array, holding only what differs between cells. */
export interface CellParameters {
  readonly model: CellModel;
  readonly nominal: ModelParameters;
  /** One value a cell, row-major; parameters not in here are nominal everywhere. */
  readonly varied: ReadonlyMap<string, Float64Array>;
}

/** @param varied values of each parameter that differs between cells, row-major */
export const cellParameters = (
  { model, parameters }: { readonly model: CellModel; readonly parameters: ModelParameters },
  varied: ReadonlyMap<string, Float64Array> = new Map(),
): CellParameters => ({ model, nominal: parameters, varied });

/** One parameter of one cell. */
export const fieldAt = ({ nominal, varied }: CellParameters, name: string, cell: number): number =>
  varied.get(name)?.[cell] ?? nominal[name]!;

/** Nominal fields for so many cells, to gather parameters of some of them into. */
export const nominalFields = ({ nominal }: CellParameters, cells: number): CellFields =>
  Object.fromEntries(Object.entries(nominal).map(([name, value]) => [name, new Float64Array(cells).fill(value)]));

/** Looks at the cells of an array one at a time: number 0 of `fields` is the one looked at. */
export class CellView {
  readonly fields: CellFields;
  readonly #varied: readonly (readonly [string, Float64Array])[];

  constructor(cells: CellParameters) {
    this.fields = nominalFields(cells, 1);
    this.#varied = [...cells.varied];
  }

  at(cell: number): CellFields {
    for (const [name, values] of this.#varied) this.fields[name]![0] = values[cell]!;
    return this.fields;
  }
}

/** Small-signal conductance of every cell of an array, siemens. @param states x of every cell, row-major */
export function conductancesOf(cells: CellParameters, states: Float64Array): Float64Array {
  const view = new CellView(cells);
  return states.map((x, cell) => cells.model.conductance(view.at(cell), 0, x));
}

/** Whether no cell's current has a kink at 0 V. */
export function areEven(cells: CellParameters, count: number): boolean {
  const view = new CellView(cells);
  const different = cells.varied.size > 0 ? count : 1;
  for (let cell = 0; cell < different; cell += 1) if (cells.model.hasKinkAtZero(view.at(cell), 0)) return false;
  return true;
}
