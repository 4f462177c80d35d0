import type { GroundReply } from '../../protocols/index.js';
import type { TickClock } from './tick-clock.js';

/** One step of grounding, as it was done. */
export interface GroundingStep {
  readonly step: 'switches-open' | 'rows-to-zero' | 'read-back';
  readonly boardTicks: number;
}

/** What the ADC says of the grounded lines. */
export interface ReadBack {
  /** Whether every line is within the board's tolerance of 0 V. */
  readonly grounded: boolean;
  /** Largest |V|. */
  readonly residualMicrovolts: number;
}

/** Reads every line back; `grounding` counts from 0. */
export type LineReadBack = (grounding: number) => ReadBack;

/** What a board without an error reads. */
export const nothingLeft: LineReadBack = () => ({ grounded: true, residualMicrovolts: 0 });

const STEPS = ['switches-open', 'rows-to-zero', 'read-back'] as const;
/** Groundings that are remembered. */
const REMEMBERED = 16;

/** Grounds the outputs. The twin's grounded lines are at rest at once, so that nothing is waited for before the read-back. */
export class Outputs {
  readonly #ticks: TickClock;
  readonly #readBack: LineReadBack;
  readonly #steps: GroundingStep[] = [];
  #groundings = 0;
  #proof: GroundReply = { grounded: 1, residualMicrovolts: 0, boardTicks: 0 };

  constructor(ticks: TickClock, readBack: LineReadBack) {
    this.#ticks = ticks;
    this.#readBack = readBack;
  }

  ground(): void {
    const boardTicks = this.#ticks.now;
    for (const step of STEPS) this.#steps.push({ step, boardTicks });
    if (this.#steps.length > REMEMBERED * STEPS.length) this.#steps.splice(0, STEPS.length);
    const { grounded, residualMicrovolts } = this.#readBack(this.#groundings);
    this.#groundings += 1;
    this.#proof = { grounded: grounded ? 1 : 0, residualMicrovolts, boardTicks };
  }

  /** What was read back when the outputs were grounded last. */
  get proof(): GroundReply {
    return this.#proof;
  }

  /** Whether every line was within the board's tolerance then. */
  get areGrounded(): boolean {
    return this.#proof.grounded === 1;
  }

  /** The last groundings, oldest first. For tests. */
  get steps(): readonly GroundingStep[] {
    return this.#steps;
  }
}
