import type { ErrorName, StateName } from '../../protocols/index.js';
import { refuse, type Refusal } from './refusal.js';
import { nextSafetyState, switchedOn, type SafetyInput, type SafetyState } from './safety-state.js';

export interface SafetyActions {
  groundOutputs(): void;
  stopPlan(): void;
  endLease(): void;
}

/** What a person or a host can do about it. */
const REMEDIES: Partial<Record<ErrorName, string>> = {
  faulted: 'clear the fault',
  unreconciled: 'a plan was cut off; read the cells, then reconcile',
  'not-released': 'release',
  'not-armed': 'arm, and fire under that token',
  'cause-remains': 'mend it, then clear',
  'wrong-state': 'ground first',
  'bad-payload': 'no such key; ask for one with key 0',
  'nothing-to-reconcile': 'no plan was cut off',
};

/** The board's {@link SafetyState} with what follows from its changes. */
export class Safety {
  readonly #actions: SafetyActions;
  #now: SafetyState = switchedOn;

  constructor(actions: SafetyActions) {
    this.#actions = actions;
  }

  get now(): SafetyState {
    return this.#now;
  }

  get state(): StateName {
    return this.#now.state;
  }

  /** @returns why it may not be; undefined where it was done */
  step(input: SafetyInput): Refusal | undefined {
    const [next, effects] = nextSafetyState(this.#now, input);
    this.#now = next;
    let refusal: Refusal | undefined;
    for (const effect of effects) {
      switch (effect.type) {
        case 'refuse':
          refusal = refuse(effect.error, `in ${next.state}: ${REMEDIES[effect.error] ?? effect.error}`);
          break;
        case 'ground-outputs':
          this.#actions.groundOutputs();
          break;
        case 'stop-plan':
          this.#actions.stopPlan();
          break;
        case 'end-lease':
          this.#actions.endLease();
          break;
      }
    }
    return refusal;
  }
}
