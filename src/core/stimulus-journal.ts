/**
 * Where the host writes down what it is about to do to a chip, before it does it. `intend` returns only when the note
 * survives the death of this process; a serial that was intended and never acknowledged is in doubt, and its cells are
 * read, never pulsed again.
 */
export interface StimulusJournal {
  intend(serial: number): void;
  acknowledge(serial: number): void;
}
