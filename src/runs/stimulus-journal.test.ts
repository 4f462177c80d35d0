import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalDocument } from './journal-documents.js';
import type { SerialRange } from './serial-ranges.js';
import { RangedStimulusJournal } from './stimulus-journal.js';
import { unacknowledged } from './unacknowledged.js';

type Act = { readonly kind: 'intend' | 'acknowledge' | 'flush' | 'finish'; readonly pick: number };

const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('intend', 'intend', 'intend', 'acknowledge', 'acknowledge', 'acknowledge', 'flush', 'finish'),
  pick: fc.nat(7),
});

const serialsIn = ({ from, to }: SerialRange): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** What was true of the chip each time a document had been written. */
interface Truth {
  readonly documents: readonly JournalDocument[];
  /** After n documents: serials that might have been fired, and those of them that the board had answered for. */
  readonly fired: readonly ReadonlySet<number>[];
  readonly answered: readonly ReadonlySet<number>[];
}

/** Lives a run: pipelined plans, answers in any order, now and then a serial that somebody else takes. */
function live(acts: readonly Act[], rangeSerials: number): Truth {
  const documents: JournalDocument[] = [];
  const fired = new Set<number>();
  const answered = new Set<number>();
  const truth = { documents, fired: [new Set<number>()], answered: [new Set<number>()] };
  const snapshot = (): void => {
    truth.fired[documents.length] = new Set(fired);
    truth.answered[documents.length] = new Set(answered);
  };
  const append = (document: JournalDocument): void => void documents.push(document);
  const journal = new RangedStimulusJournal({ append: (document) => (append(document), snapshot()) }, rangeSerials);
  let next = 1;
  for (const { kind, pick } of acts) {
    const waiting = [...fired].filter((serial) => !answered.has(serial));
    if (kind === 'intend') {
      if (pick === 0) next += 1 + (next % 3);
      journal.intend(next);
      fired.add(next);
      next += 1;
    } else if (kind === 'acknowledge' && waiting.length > 0) {
      const serial = waiting[pick % waiting.length]!;
      answered.add(serial);
      journal.acknowledge(serial);
    } else if (kind === 'flush') journal.flush();
    else if (kind === 'finish') journal.finish();
    snapshot();
  }
  return truth;
}

describe('the journal of stimuli', () => {
  it('names, after any prefix, every serial that may have been fired and none that was never intended', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), fc.integer({ min: 1, max: 6 }), (acts, rangeSerials) => {
        const { documents, fired, answered } = live(acts, rangeSerials);
        for (let length = 0; length <= documents.length; length += 1) {
          const prefix = documents.slice(0, length);
          const named = new Set(unacknowledged(prefix).flatMap(serialsIn));
          const inDocuments = (type: string): Set<number> =>
            new Set(prefix.flatMap((document) => (document.type === type ? serialsIn(document as never) : [])));
          const acknowledged = inDocuments('ack');
          for (const serial of fired[length]!) expect(named.has(serial) || acknowledged.has(serial)).toBe(true);
          for (const serial of acknowledged) expect(answered[length]!.has(serial)).toBe(true);
          const intended = inDocuments('intent');
          for (const serial of named) expect(intended.has(serial)).toBe(true);
        }
      }),
    );
  });

  it('leaves open, after an orderly end, exactly what the board never answered for', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const { documents, fired, answered } = live([...acts, { kind: 'finish', pick: 0 }], 4);
        const waiting = [...fired.at(-1)!].filter((serial) => !answered.at(-1)!.has(serial));
        expect(unacknowledged(documents).flatMap(serialsIn)).toEqual(waiting);
      }),
    );
  });

  it('spends two lines on 48 plans', () => {
    const documents: JournalDocument[] = [];
    const journal = new RangedStimulusJournal({ append: (document) => void documents.push(document) });
    for (let serial = 1; serial <= 70; serial += 1) {
      journal.intend(serial);
      journal.acknowledge(serial);
    }
    journal.flush();
    expect(documents).toEqual([
      { type: 'intent', from: 1, to: 48 },
      { type: 'ack', from: 1, to: 48 },
      { type: 'intent', from: 49, to: 96 },
      { type: 'ack', from: 49, to: 70 },
    ]);
    journal.finish();
    expect(documents.at(-1)).toEqual({ type: 'withdrawn', from: 71, to: 96 });
    expect(unacknowledged(documents)).toEqual([]);
  });

  it('refuses serials out of order and answers that nobody waits for', () => {
    const journal = new RangedStimulusJournal({ append: () => {} });
    journal.intend(5);
    expect(() => journal.intend(5)).toThrow(expect.objectContaining({ code: 'bad-argument' }));
    journal.acknowledge(5);
    expect(() => journal.acknowledge(5)).toThrow(expect.objectContaining({ code: 'bad-argument' }));
  });
});
