import type { ErrorFields, HelloReply } from '../protocols/index.js';
import type { BoardLink } from './board-link.js';
import type { Ticket } from './ticket.js';

/** How long an armed board may hear nothing from this host before it grounds itself; it is asked for, and may be less. */
const LEASE_MILLISECONDS = 3000;

const unheeded = (ticket: Ticket<'release' | 'arm'>): void => void ticket.answer.catch(() => {});

/**
 * An open session and what the board has been brought to in it. Outputs are released and the board is armed when
 * something first needs it, in the same breath: a refusal shows in what comes after.
 */
export class OpenSession {
  readonly link: BoardLink;
  readonly hello: HelloReply;
  /** The plan that the board has at hand, as far as the requests before were granted. */
  loadedPlan = '';
  readonly #hostNonce: number;
  #released: boolean;
  #armed = false;
  #armings = 0;
  #armRefusal: ErrorFields | undefined;

  constructor(link: BoardLink, hello: HelloReply, hostNonce: number) {
    this.link = link;
    this.hello = hello;
    this.#hostNonce = hostNonce;
    // where a plan was cut off, reads need no release
    this.#released = hello.state !== 'safe' && hello.state !== 'boot';
  }

  /** Lines may be driven by what is asked after this. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    unheeded(this.link.send('release', {}));
  }

  /** Plans may be fired by what is asked after this. @returns the token to fire under */
  arm(): number {
    this.release();
    if (this.#armed) return this.#token;
    this.#armed = true;
    this.#armRefusal = undefined;
    do this.#armings += 1;
    while (this.#token === 0);
    const { identity } = this.hello;
    const arming = this.link.send('arm', { identity, leaseMilliseconds: LEASE_MILLISECONDS, token: this.#token });
    const { answer } = arming;
    unheeded(arming);
    void this.#keepLease(answer);
    return this.#token;
  }

  /** Why the board would not be armed; what is fired under the token then is refused for want of it. */
  get armRefusal(): ErrorFields | undefined {
    return this.#armRefusal;
  }

  /** The outputs are about to be grounded; whatever drives lines after that releases them again. */
  lock(): void {
    this.#released = false;
    this.#armed = false;
    this.loadedPlan = '';
    this.link.keepLease(0);
  }

  /** Random as the nonce is, and another one for every arming. */
  get #token(): number {
    return (this.#hostNonce ^ this.#armings) >>> 0;
  }

  async #keepLease(answer: Ticket<'arm'>['answer']): Promise<void> {
    const granted = await answer.catch(() => undefined);
    if (granted === undefined || !this.#armed) return;
    if ('reply' in granted) this.link.keepLease(granted.reply.leaseMilliseconds);
    else this.#armRefusal = granted.refused;
  }
}
