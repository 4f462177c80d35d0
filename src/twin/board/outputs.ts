import type { GroundReply } from '../../protocols/index.js';
import type { TickClock } from './tick-clock.js';

/** One step of grounding, as it was done. */
export interface GroundingStep {
  readonly step: 'switches-open' | 'rows-to-zero' | 'read-back';
  readonly boardTicks: number;
}

const STEPS = ['switches-open', 'rows-to-zero', 'read-back'] as const;
/** Groundings that are remembered. */
const REMEMBERED = 16;

/** Grounds the outputs. The twin's lines hold no charge, so that nothing has to settle and nothing is left to read back. */
export class Outputs {
  readonly #ticks: TickClock;
  readonly #steps: GroundingStep[] = [];
  #proof: GroundReply = { grounded: 1, residualMicrovolts: 0, boardTicks: 0 };

  constructor(ticks: TickClock) {
    this.#ticks = ticks;
  }

  ground(): void {
    const boardTicks = this.#ticks.now;
    for (const step of STEPS) this.#steps.push({ step, boardTicks });
    if (this.#steps.length > REMEMBERED * STEPS.length) this.#steps.splice(0, STEPS.length);
    this.#proof = { grounded: 1, residualMicrovolts: 0, boardTicks };
  }

  /** What was read back when the outputs were grounded last. */
  get proof(): GroundReply {
    return this.#proof;
  }

  /** The last groundings, oldest first. For tests. */
  get steps(): readonly GroundingStep[] {
    return this.#steps;
  }
}
