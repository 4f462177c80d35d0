import type { ColumnState } from './block-lines.js';

/** Columns that are in the same states: one term in the sum of a row's currents. */
export interface ColumnSlot {
  /** The first of them. */
  readonly column: number;
  readonly count: number;
  /** Places of their states. */
  readonly states: readonly number[];
}

/** Sorts the columns of an array by the states that each is in. */
export function columnSlots(columns: number, states: readonly ColumnState[]): ColumnSlot[] {
  const statesOf = Array.from({ length: columns }, (): number[] => []);
  for (const [place, state] of states.entries()) for (const column of state.columns) statesOf[column]!.push(place);
  // without known cells columns in the same states are alike; known ones have states of their own
  const slots = new Map<string, { column: number; count: number; states: number[] }>();
  for (const [column, places] of statesOf.entries()) {
    const key = places.join();
    const slot = slots.get(key);
    if (slot === undefined) slots.set(key, { column, count: 1, states: places });
    else slot.count += 1;
  }
  return [...slots.values()];
}
