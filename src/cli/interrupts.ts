import type { Clock } from '../core/index.js';
import { EXIT } from './exit-codes.js';
import type { Terminal } from './terminal.js';

const SECOND_WITHIN_MS = 10_000;

export interface InterruptActions {
  /** Finish the plan under way, checkpoint, ground. */
  readonly finish: () => void;
  /** Ground now. */
  readonly abort: () => void;
}

/**
 * The Ctrl-C contract: the first asks for an orderly end, a second within ten seconds grounds at once, a third leaves.
 * SIGTERM counts as the first.
 *
 * @returns what stops listening
 */
export function onInterrupts(actions: InterruptActions, terminal: Terminal, clock: Clock): () => void {
  let count = 0;
  let firstAt = 0;
  const interrupt = (): void => {
    const now = clock.now();
    if (count === 1 && now - firstAt > SECOND_WITHIN_MS) count = 0;
    count += 1;
    if (count === 1) {
      firstAt = now;
      terminal.say('\nInterrupted: finishing the plan under way, then ground. Again to ground at once.');
      actions.finish();
    } else if (count === 2) {
      terminal.say('\nGrounding now. Again to leave without waiting.');
      actions.abort();
    } else {
      terminal.say('\nLeft without waiting for the board: its outputs may not be grounded.');
      process.exit(EXIT.interrupted);
    }
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
}
