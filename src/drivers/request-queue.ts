import { LazyAlarm, type Clock, type CrossbarError } from '../core/index.js';
import { BODY_OVERHEAD, type Frame, type MessageName } from '../protocols/index.js';
import { takeOut } from './take-out.js';

/** One question to the board and the one who waits for the answer. */
export interface PendingRequest {
  readonly name: MessageName;
  readonly payload: Uint8Array;
  /** How long the board is busy with it beyond the usual time to answer, such as the length of a plan. */
  readonly workMilliseconds: number;
  /** Goes before what was not sent yet, whatever the window. */
  readonly urgent: boolean;
  readonly answer: (frame: Frame) => void;
  readonly fail: (reason: CrossbarError) => void;
  /** Whether bytes of it may have left the program. */
  written: boolean;
}

interface InFlight {
  readonly number: number;
  readonly request: PendingRequest;
  readonly sentAt: number;
  /** When its bytes were handed over; undefined until then. */
  handedOver: number | undefined;
}

/** Requests as they are sent, each under its number. */
export type Batch = readonly (readonly [number: number, request: PendingRequest])[];

export interface RequestQueueOptions {
  readonly clock: Clock;
  /** Time to answer a request that makes no work. */
  readonly replyMilliseconds: number;
  /** Sends requests as they stand, in order. Resolves when their bytes are handed over; does not reject. */
  readonly send: (batch: Batch) => Promise<void>;
  readonly timedOut: (request: PendingRequest, milliseconds: number) => CrossbarError;
}

const LARGEST_NUMBER = 0xffff;

const bodyBytes = (request: PendingRequest): number => BODY_OVERHEAD + request.payload.length;

/**
 * Requests in the order they were asked, as many under way as the board holds, each matched to its answer by number.
 *
 * A board answers in order, so that only the oldest request under way can be late. Its time starts when its bytes were
 * handed over or when the one before it was answered, whichever is later; bytes that the transport does not take have as
 * long again.
 */
export class RequestQueue {
  readonly #options: RequestQueueOptions;
  /** The oldest first. */
  #inFlight: InFlight[] = [];
  #waiting: PendingRequest[] = [];
  #window = 1;
  #windowBytes = Infinity;
  #bytesInFlight = 0;
  #lastNumber = 0;
  #flushScheduled = false;
  readonly #alarm: LazyAlarm;
  /** The oldest request under way, and when its time is over. */
  #watched: InFlight | undefined;
  #overAt = 0;

  constructor(options: RequestQueueOptions) {
    this.#options = options;
    this.#alarm = new LazyAlarm(options.clock, () => this.#ring(), 1);
  }

  /** How many requests the board holds at once, and how many bytes of their bodies. */
  openWindow(requests: number, bytes: number): void {
    this.#window = requests;
    this.#windowBytes = bytes;
  }

  /** The name of the request that has waited longest for its answer. */
  get oldest(): string {
    return this.#inFlight[0]?.request.name ?? 'anything';
  }

  /** Requests of one turn leave together. */
  add(request: PendingRequest): void {
    if (request.urgent) this.#waiting.unshift(request);
    else this.#waiting.push(request);
    this.#scheduleFlush();
  }

  find(number: number): PendingRequest | undefined {
    return this.#entry(number)?.request;
  }

  /** Takes an answered request out. */
  settle(number: number): void {
    const settled = this.#entry(number);
    if (settled !== undefined) this.#takeOut(settled);
    if (settled === this.#watched) this.#watchOldest('answered');
    if (this.#waiting.length > 0) this.#scheduleFlush();
  }

  /** Fails what has not been sent. */
  rejectWaiting(reason: CrossbarError): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const request of waiting) request.fail(reason);
  }

  rejectAll(reason: CrossbarError): void {
    const inFlight = this.#inFlight;
    this.#inFlight = [];
    this.#bytesInFlight = 0;
    this.#watchOldest('answered');
    for (const { request } of inFlight) request.fail(reason);
    this.rejectWaiting(reason);
  }

  #scheduleFlush(): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    queueMicrotask(this.#flush);
  }

  readonly #flush = (): void => {
    this.#flushScheduled = false;
    const sentAt = this.#options.clock.now();
    const leaving: InFlight[] = [];
    const batch: (readonly [number: number, request: PendingRequest])[] = [];
    for (let next = this.#waiting[0]; next !== undefined && this.#hasRoom(next); next = this.#waiting[0]) {
      this.#waiting.shift();
      const number = this.#takeNumber();
      const entry: InFlight = { number, request: next, sentAt, handedOver: undefined };
      this.#inFlight.push(entry);
      this.#bytesInFlight += bodyBytes(next);
      next.written = true;
      leaving.push(entry);
      batch.push([number, next]);
    }
    if (batch.length === 0) return;
    if (this.#watched === undefined) this.#watchOldest('answered');
    void this.#handOver(batch, leaving);
  };

  async #handOver(batch: Batch, leaving: readonly InFlight[]): Promise<void> {
    await this.#options.send(batch);
    const now = this.#options.clock.now();
    for (const entry of leaving) entry.handedOver = now;
    if (this.#watched !== undefined && leaving.includes(this.#watched)) this.#watchOldest('answered');
  }

  /** A board that takes no request at all would never take this one either. */
  #hasRoom(request: PendingRequest): boolean {
    if (request.urgent || this.#inFlight.length === 0) return true;
    return this.#inFlight.length < this.#window && this.#bytesInFlight + bodyBytes(request) <= this.#windowBytes;
  }

  #entry(number: number): InFlight | undefined {
    for (const entry of this.#inFlight) if (entry.number === number) return entry;
    return undefined;
  }

  #takeOut(entry: InFlight): void {
    takeOut(this.#inFlight, entry);
    this.#bytesInFlight -= bodyBytes(entry.request);
  }

  #takeNumber(): number {
    do this.#lastNumber = this.#lastNumber === LARGEST_NUMBER ? 1 : this.#lastNumber + 1;
    while (this.#entry(this.#lastNumber) !== undefined);
    return this.#lastNumber;
  }

  /** @param before what became of the request before: one that was not answered has used up this one's time, too */
  #watchOldest(before: 'answered' | 'late'): void {
    const oldest = this.#inFlight[0];
    this.#watched = oldest;
    if (oldest === undefined) return;
    const { clock, replyMilliseconds } = this.#options;
    const { workMilliseconds } = oldest.request;
    const usual = replyMilliseconds + workMilliseconds;
    // bytes that nobody takes must not be waited for without bound
    const start = oldest.handedOver ?? oldest.sentAt + replyMilliseconds;
    const now = clock.now();
    this.#overAt = now + Math.max(before === 'answered' ? usual : workMilliseconds, start + usual - now);
    this.#alarm.ringAt(this.#overAt);
  }

  /** Gives up every request whose time is over. */
  #ring(): void {
    const { clock, replyMilliseconds, timedOut } = this.#options;
    for (let late = this.#inFlight[0]; late !== undefined; late = this.#inFlight[0]) {
      if (clock.now() < this.#overAt) break;
      const { request } = late;
      this.#takeOut(late);
      this.#watchOldest('late');
      request.fail(timedOut(request, replyMilliseconds + request.workMilliseconds));
    }
    if (this.#watched !== undefined) this.#alarm.ringAt(this.#overAt);
    if (this.#waiting.length > 0) this.#scheduleFlush();
  }

  /** Lets go of its timer. */
  stop(): void {
    this.#alarm.cancel();
  }
}
