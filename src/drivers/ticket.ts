import type { ErrorFields, MessageName, ReplyFields } from '../protocols/index.js';
import type { PendingRequest } from './request-queue.js';

/** What a board says to a request: what was asked for, or why not. */
export type Answer<Name extends MessageName> =
  { readonly reply: ReplyFields[Name] } | { readonly refused: ErrorFields };

/**
 * A request that was made. A class: an object literal with a getter costs V8 a hidden class of its own each time, which
 * keeps the request and its answer alive until the whole heap is collected.
 */
export class Ticket<Name extends MessageName> {
  /** Rejects with a LinkError when no answer came that can be understood. */
  readonly answer: Promise<Answer<Name>>;
  readonly #request: PendingRequest;

  constructor(request: PendingRequest, answer: Promise<Answer<Name>>) {
    this.#request = request;
    this.answer = answer;
  }

  /** Whether bytes of it may have left the program. */
  get written(): boolean {
    return this.#request.written;
  }
}
