/** Where in a firing a test may reset the board. */
export interface ResetStep {
  readonly at: 'intent-written' | 'block-done' | 'before-record' | 'before-reply';
  readonly serial: number;
  /** Whole blocks that were done by then. */
  readonly blocksDone: number;
}

/** Asks whether the board is to be reset here; where the answer is yes it has been, and nothing more may be done. */
export type ResetCheck = (at: ResetStep['at'], serial: number, blocksDone: number) => boolean;
