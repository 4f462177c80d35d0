import type { CurrentEffect, Sensing } from './sensing.js';
import type { Memory, StateEffect } from './state-effect.js';

/** All effects of one array, in the order in which they act, and what they remember. */
export class ArrayEffects {
  /** Whether cells are moved by more than the voltages across them. */
  readonly moveCells: boolean;
  readonly disturbCurrents: boolean;
  /** In an order that depends on nothing but which effects there are. */
  readonly memory: readonly Memory[];

  readonly #onStates: readonly StateEffect[];
  readonly #onCurrents: readonly CurrentEffect[];
  /** States before what the solver does now. */
  #before = new Float64Array(0);
  readonly #writes = new Float64Array(1);

  constructor(onStates: readonly StateEffect[], onCurrents: readonly CurrentEffect[]) {
    this.#onStates = onStates;
    this.#onCurrents = onCurrents;
    this.moveCells = onStates.length > 0;
    this.disturbCurrents = onCurrents.length > 0;
    this.memory = [
      this.#writes,
      ...onStates.flatMap(({ memory }) => memory),
      ...onCurrents.flatMap(({ memory }) => memory),
    ];
  }

  /** @returns whether any state was written */
  passTime(seconds: number, states: () => Float64Array): boolean {
    let wrote = false;
    if (!(seconds > 0)) return wrote;
    for (const effect of this.#onStates) if (effect.passTime?.(seconds, states()) === true) wrote = true;
    for (const effect of this.#onCurrents) effect.passTime?.(seconds);
    return wrote;
  }

  /** Cells are about to be moved by the solver. */
  beforeWrite(states: Float64Array): void {
    if (this.#before.length === 0) this.#before = new Float64Array(states.length);
    this.#before.set(states);
  }

  /** @returns whether any cell was moved, and so may have been written once more */
  afterWrite(states: Float64Array): boolean {
    const before = this.#before;
    if (states.every((x, cell) => x === before[cell])) return false;
    const write = { before, states, index: this.#writes[0]! };
    for (const { afterWrite } of this.#onStates) afterWrite?.(write);
    this.#writes[0]! += 1;
    return true;
  }

  disturb(sensing: Sensing, read: number): void {
    for (const { disturb } of this.#onCurrents) disturb(sensing, read);
  }
}
