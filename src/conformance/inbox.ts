import type { Clock, LinkError } from '../core/index.js';
import type { Frame } from '../protocols/index.js';
import { CheckFailed } from './check-failed.js';
import { describeFrame } from './wire-log.js';

/** What a board said. */
export type Heard =
  { readonly type: 'frame'; readonly frame: Frame } | { readonly type: 'line'; readonly line: string };

export const describeHeard = (heard: readonly Heard[]): string =>
  heard.length === 0
    ? 'nothing'
    : heard.map((item) => (item.type === 'line' ? `line '${item.line}'` : describeFrame(item.frame))).join('; ');

interface Waiting {
  readonly matches: (heard: Heard) => boolean;
  readonly resolve: (heard: Heard | undefined) => void;
  readonly reject: (reason: LinkError) => void;
}

/** Everything a board said and nobody has waited for, oldest first; one waits at a time. */
export class Inbox {
  readonly #clock: Clock;
  #heard: Heard[] = [];
  #waiting: Waiting | undefined;
  #lost: LinkError | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(heard: Heard): void {
    const waiting = this.#waiting;
    if (waiting?.matches(heard) !== true) {
      this.#heard.push(heard);
      return;
    }
    // the next of the same kind is no longer waited for
    this.#waiting = undefined;
    waiting.resolve(heard);
  }

  /** Nothing will be heard any more. */
  close(reason: LinkError): void {
    this.#lost = reason;
    this.#waiting?.reject(reason);
  }

  /** Takes out all that nobody has waited for. */
  empty(): readonly Heard[] {
    const heard = this.#heard;
    this.#heard = [];
    return heard;
  }

  /**
   * The first that matches, heard already or still to come.
   *
   * @param what is waited for, for the message
   * @throws CheckFailed where it does not come in time, LinkError where the link is lost
   */
  async next(matches: Waiting['matches'], what: string, milliseconds: number): Promise<Heard> {
    const at = this.#heard.findIndex(matches);
    if (at >= 0) return this.#heard.splice(at, 1)[0]!;
    if (this.#lost !== undefined) throw this.#lost;
    let cancel: (() => void) | undefined;
    try {
      const heard = await new Promise<Heard | undefined>((resolve, reject) => {
        this.#waiting = { matches, resolve, reject };
        cancel = this.#clock.after(milliseconds, () => resolve(undefined));
      });
      if (heard !== undefined) return heard;
    } finally {
      cancel?.();
      this.#waiting = undefined;
    }
    throw new CheckFailed(what, `nothing of the kind within ${milliseconds} ms; heard ${describeHeard(this.#heard)}`);
  }
}
