import type { JournalDocument } from './journal-documents.js';
import { withRange, withoutRange, type SerialRanges } from './serial-ranges.js';

/** What the serials of a run's stimuli are known to have come to. */
export interface SerialAccount {
  /** May have been fired: covered by an intent that was not withdrawn. */
  readonly intended: SerialRanges;
  /** Answered for by the board. */
  readonly acknowledged: SerialRanges;
  /** May have been fired, and nothing says whether they were: to be read back, never fired again. */
  readonly unacknowledged: SerialRanges;
}

export const emptyAccount: SerialAccount = { intended: [], acknowledged: [], unacknowledged: [] };

/** The account after one more document; the others than `intent`, `ack` and `withdrawn` leave it as it is. */
export function accountAfter(account: SerialAccount, document: JournalDocument): SerialAccount {
  const { intended, acknowledged, unacknowledged: open } = account;
  if (document.type === 'intent') {
    return {
      intended: withRange(intended, document),
      // a serial that is intended again is open again
      acknowledged: withoutRange(acknowledged, document),
      unacknowledged: withRange(open, document),
    };
  }
  if (document.type === 'ack') {
    return {
      intended,
      acknowledged: withRange(acknowledged, document),
      unacknowledged: withoutRange(open, document),
    };
  }
  if (document.type === 'withdrawn') {
    return {
      intended: withoutRange(intended, document),
      acknowledged,
      unacknowledged: withoutRange(open, document),
    };
  }
  return account;
}

/** Every serial that the documents leave open, in ascending order. */
export function unacknowledged(documents: Iterable<JournalDocument>): SerialRanges {
  let account = emptyAccount;
  for (const document of documents) account = accountAfter(account, document);
  return account.unacknowledged;
}
