/** A time or a voltage that the board cannot make as asked. */
export interface Rounding {
  /** Which hold of the timeline, in the order of their first start, from 1. */
  readonly hold: number;
  /** What of it: `duration`, `B02 window`, `W00`, `sample`. */
  readonly what: string;
  readonly unit: 's' | 'V';
  readonly asked: number;
  readonly made: number;
}

/** Float dust of a division by the step, against an error of the board. */
const DUST = 1e-9;

/** What the board's grid and codes did to one hold. */
export class RoundingLog {
  readonly roundings: Rounding[] = [];
  readonly #hold: number;

  constructor(hold: number) {
    this.#hold = hold;
  }

  seconds(what: string, asked: number, made: number, stepSeconds: number): void {
    this.#note(what, 's', asked, made, stepSeconds);
  }

  volts(what: string, asked: number, made: number, stepVolts: number): void {
    this.#note(what, 'V', asked, made, stepVolts);
  }

  #note(what: string, unit: 's' | 'V', asked: number, made: number, step: number): void {
    if (Math.abs(made - asked) > DUST * step) this.roundings.push({ hold: this.#hold, what, unit, asked, made });
  }
}

/** The largest |made - asked| of one unit. */
export function largestError(roundings: readonly Rounding[], unit: Rounding['unit']): number {
  let largest = 0;
  for (const rounding of roundings) {
    if (rounding.unit === unit) largest = Math.max(largest, Math.abs(rounding.made - rounding.asked));
  }
  return largest;
}
