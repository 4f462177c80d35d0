import { CrossbarError, type StimulusJournal } from '../core/index.js';
import type { DocumentSink } from './journal.js';
import type { SerialRange } from './serial-ranges.js';

/** A board keeps its last 64 records; with the plans in flight, at most 16, no open serial may be older than those. */
const RANGE_SERIALS = 48;

/**
 * Journals the stimuli of a stream of plans by ranges of serials, so that two lines stand for 48 plans. The price is in
 * doubt rather than in truth: after a crash, serials that were covered but not yet fired are named beside those that
 * were, and the board's own record tells them apart.
 */
export class RangedStimulusJournal implements StimulusJournal {
  readonly #sink: DocumentSink;
  readonly #rangeSerials: number;
  /** Highest serial handed to `intend`. */
  #last = -1;
  /** Highest serial that the journal's intents cover. */
  #coveredTo = -1;
  /** Serials intended and not yet acknowledged in order, with whether they were answered; a Map keeps their order. */
  readonly #outstanding = new Map<number, boolean>();
  /** Answered, in order, and not yet written. */
  #answered: SerialRange | undefined;

  constructor(sink: DocumentSink, rangeSerials = RANGE_SERIALS) {
    this.#sink = sink;
    this.#rangeSerials = rangeSerials;
  }

  /**
   * To be called before a serial is fired; when it returns, the intent would survive the death of this process.
   *
   * @throws CrossbarError `bad-argument` unless serials rise: an earlier one may already be acknowledged
   */
  intend(serial: number): void {
    if (serial <= this.#last) {
      throw new CrossbarError(
        'bad-argument',
        `Serial ${serial} was intended after ${this.#last}. Take a serial and intend it in one step.`,
      );
    }
    if (serial !== this.#last + 1) this.#withdraw();
    if (serial > this.#coveredTo) {
      const to = serial + this.#rangeSerials - 1;
      this.#sink.append({ type: 'intent', from: serial, to });
      this.#coveredTo = to;
    }
    this.#last = serial;
    this.#outstanding.set(serial, false);
  }

  /**
   * To be called when the board has recorded a serial as done, in any order.
   *
   * @throws CrossbarError `bad-argument` for a serial that is not waiting for its answer
   */
  acknowledge(serial: number): void {
    if (this.#outstanding.get(serial) !== false) {
      throw new CrossbarError('bad-argument', `Serial ${serial} was acknowledged but is not waiting for it.`);
    }
    this.#outstanding.set(serial, true);
    for (const [first, answered] of this.#outstanding) {
      if (!answered) break;
      this.#outstanding.delete(first);
      this.#count(first);
    }
  }

  /** Writes down every serial that was acknowledged so far. */
  flush(): void {
    for (const [serial, answered] of this.#outstanding) {
      if (!answered) continue;
      this.#outstanding.delete(serial);
      this.#count(serial);
    }
    this.#writeAnswered();
  }

  /** For an orderly end: writes what was acknowledged, and that the rest of the range will not be fired. */
  finish(): void {
    this.flush();
    this.#withdraw();
  }

  #count(serial: number): void {
    if (this.#answered?.to !== serial - 1) this.#writeAnswered();
    const from = this.#answered?.from ?? serial;
    this.#answered = { from, to: serial };
    if (serial - from + 1 >= this.#rangeSerials) this.#writeAnswered();
  }

  #writeAnswered(): void {
    if (this.#answered === undefined) return;
    this.#sink.append({ type: 'ack', ...this.#answered });
    this.#answered = undefined;
  }

  #withdraw(): void {
    if (this.#coveredTo <= this.#last) return;
    this.#sink.append({ type: 'withdrawn', from: this.#last + 1, to: this.#coveredTo });
    this.#coveredTo = this.#last;
  }
}
