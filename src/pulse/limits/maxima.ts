import type { PlanQuantity } from './plan-limit.js';

/** Where a plan reaches a value: 0-based; undefined where it is not one block's, row's or column's. */
export interface MeasurePlace {
  readonly block?: number;
  readonly row?: number;
  readonly column?: number;
}

/** The most that a plan reaches of one quantity, in SI units. */
export interface Measure {
  readonly value: number;
  readonly place: MeasurePlace;
}

/** Quantities that a plan does not touch are absent. */
export type PlanMeasures = ReadonlyMap<PlanQuantity, Measure>;

/** Keeps the largest of each quantity and where it was. */
export class Maxima {
  readonly #found = new Map<PlanQuantity, Measure>();

  note(quantity: PlanQuantity, value: number, block?: number, row?: number, column?: number): void {
    const before = this.#found.get(quantity);
    if (before !== undefined && !(value > before.value)) return;
    const place = {
      ...(block === undefined ? {} : { block }),
      ...(row === undefined ? {} : { row }),
      ...(column === undefined ? {} : { column }),
    };
    this.#found.set(quantity, { value, place });
  }

  get measures(): PlanMeasures {
    return this.#found;
  }
}
