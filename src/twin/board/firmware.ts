import { LazyAlarm } from '../../core/index.js';
import {
  decodeRequest,
  Demultiplexer,
  encodeEvent,
  encodeReply,
  EVENT_OPS,
  KINDS,
  OPS,
  type AnyRequest,
  type Frame,
  type HelloRequest,
  type MessageName,
} from '../../protocols/index.js';
import { behave, type PromptRequest } from './behaviours.js';
import type { Board } from './board.js';
import { fire } from './fire-behaviour.js';
import type { Hardware } from './hardware.js';
import { hello, MAX_IN_FLIGHT, refuseHello } from './hello-behaviour.js';
import { Lease } from './lease.js';
import { isWritten } from './nonvolatile-file.js';
import { PlanEngine } from './plan-engine.js';
import { PlanStore } from './plan-store.js';
import { refuse, type Answer } from './refusal.js';
import { isInOrder, waitsForPlan } from './request-order.js';
import type { ResetCheck } from './reset-step.js';
import type { FaultCause } from './safety-state.js';
import { Safety } from './safety.js';
import { SessionPort } from './session-port.js';
import { textDeviceOf } from './text-device.js';
import { TextLines } from './text-lines.js';

export interface FirmwareOptions {
  /** Random at every boot, never 0. */
  readonly bootNonce: number;
  /** A random u32, never 0. */
  readonly draw: () => number;
  readonly resets: ResetCheck;
  readonly send: (bytes: Uint8Array) => void;
}

/** Whatever has a number and an answer. */
type Request = Exclude<AnyRequest, { readonly name: 'hello' }>;

/** A host that keeps to its window and acknowledges what it hears stays far below so many. */
const MOST_KEPT = 4 * MAX_IN_FLIGHT;

/** One boot of the board, and all that is lost with the next: bytes in, bytes out. */
export class Firmware {
  readonly #board: Board;
  readonly #port: SessionPort;
  readonly #demultiplexer: Demultiplexer;
  readonly #text: TextLines;
  readonly #alarm: LazyAlarm | undefined;
  /** In the order they came, while a plan runs. */
  #waiting: (readonly [Frame, Request])[] = [];
  /** Frames that came before any hello. */
  #unheard = 0;
  #on = true;

  constructor(hardware: Hardware, { bootNonce, draw, resets, send }: FirmwareOptions) {
    const { ticks, ledger, outputs, plate, retained, interlock, clock, paced, maxBody } = hardware;
    const sendWhileOn = (bytes: Uint8Array): void => {
      if (this.#on) send(bytes);
    };
    const lease = new Lease();
    const engine = new PlanEngine({ ticks, ledger, resets, paced: paced !== undefined });
    const safety = new Safety({
      groundOutputs: () => {
        outputs.ground();
        // which grounds once more, in fault
        if (!outputs.areGrounded && safety.state !== 'fault') safety.step({ type: 'trip', cause: 'read-back' });
      },
      stopPlan: () => {
        engine.stop();
        this.#refuseWaiting();
      },
      endLease: () => lease.end(),
    });
    this.#board = {
      ...hardware,
      plans: new PlanStore(plate.limits),
      engine,
      safety,
      lease,
      resets,
      draw,
      started: ({ serial, startTick }) =>
        this.#port.tell(EVENT_OPS.started, encodeEvent('started', { serial, startTick })),
    };
    this.#text = new TextLines(textDeviceOf(this.#board));
    this.#port = new SessionPort({ bootNonce, send: sendWhileOn, onRefused: (error) => this.#text.refused(error) });
    this.#demultiplexer = new Demultiplexer({
      maxBody,
      onFrame: (frame) => this.#takeFrame(frame),
      onLine: (line) => this.#takeLine(line, sendWhileOn),
      onDiscarded: ({ frame }) => {
        if (frame && this.#on) this.#port.damaged();
      },
      ...(clock === undefined ? {} : { now: () => clock.now() }),
    });
    this.#alarm = clock === undefined ? undefined : new LazyAlarm(clock, () => this.passTime(), 0);
    safety.step({ type: 'booted', unreconciled: retained.unreconciled !== undefined });
    if (interlock.tripped !== undefined) safety.step({ type: 'trip', cause: interlock.tripped });
  }

  /** Takes bytes that come now; {@link passTime} first. */
  receive(bytes: Uint8Array): void {
    this.#doNow(() => this.#demultiplexer.receive(bytes));
  }

  /** Does what was due until now, each at its own time, however late this is called. */
  passTime(): void {
    const { clock, paced, ticks, engine, lease, safety } = this.#board;
    if (clock === undefined || !this.#on) return;
    const leaseIsOver = (): boolean => clock.now() >= lease.endsAt;
    const end = leaseIsOver() ? paced?.tickAt(lease.endsAt) : undefined;
    engine.catchUp(end ?? ticks.now, this.#goOn);
    if (leaseIsOver() && this.#on) {
      ticks.at(end ?? ticks.now, () => {
        safety.step({ type: 'lease-over' });
        this.#goOn();
      });
    }
    this.#setAlarm();
  }

  /** Something is wrong with the board. */
  trip(cause: FaultCause): void {
    this.#doNow(() => {
      this.#board.safety.step({ type: 'trip', cause });
      this.#goOn();
    });
  }

  /** Everything here is lost; a plan under way is cut off where it stands. */
  powerOff(): void {
    const { retained, engine, nonvolatile } = this.#board;
    this.#on = false;
    this.stopTimers();
    // what is retained was counted before the block under way was cut
    retained.freeze();
    engine.die();
    const { unreconciled } = retained;
    if (unreconciled === undefined) return;
    isWritten(() => {
      if (engine.last !== undefined) nonvolatile?.writeCells(engine.last.run.plan.array);
      nonvolatile?.writeSlot('record', unreconciled);
    });
  }

  /** Nothing happens by itself any more. Idempotent. */
  stopTimers(): void {
    this.#alarm?.close();
  }

  #doNow(work: () => void): void {
    const { ticks } = this.#board;
    ticks.at(ticks.now, work);
    this.#setAlarm();
  }

  #setAlarm(): void {
    const { lease, paced, engine } = this.#board;
    const due = paced === undefined ? Infinity : paced.timeAt(engine.dueTick);
    const next = Math.min(lease.endsAt, due);
    if (next === Infinity) this.#alarm?.cancel();
    else this.#alarm?.ringAt(next);
  }

  /** Does what has waited for the end of a plan, until the next plan. */
  readonly #goOn = (): void => {
    while (this.#on && this.#board.engine.serial === undefined) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#perform(...next);
    }
  };

  /** Nothing that was sent before the outputs were grounded drives a line after it. */
  #refuseWaiting(): void {
    // a fault has an answer of its own to everything
    if (this.#board.safety.state === 'fault') return;
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(([, request]) => !isInOrder(request));
    const refusal = refuse('not-released', 'the outputs were grounded before its turn came');
    for (const [frame, request] of waiting) if (isInOrder(request)) this.#reply(frame, request.name, refusal);
  }

  #takeLine(line: string, send: (bytes: Uint8Array) => void): void {
    if (!this.#on) return;
    const answer = this.#text.answer(line);
    if (answer !== undefined) send(new TextEncoder().encode(`${answer}\n`));
    this.#goOn();
  }

  #takeFrame(frame: Frame): void {
    if (!this.#on) return;
    const { clock, lease } = this.#board;
    const fate = this.#hasRoom(frame) ? this.#port.take(frame) : this.#port.drop(frame);
    if (clock !== undefined && frame.session === this.#port.id && fate !== 'refused') lease.renew(clock.now());
    // whatever else has a number says nothing to a board
    if (fate === 'deliver' && frame.kind === KINDS.request) this.#answer(frame);
    else if (fate === 'unheard') this.#unheard += 1;
    this.#goOn();
  }

  /** To let one more request wait and keep its answer; a host that keeps to the window always finds some. */
  #hasRoom({ kind, op, session }: Frame): boolean {
    if (kind !== KINDS.request || op <= OPS.hello || op === OPS.ground || session !== this.#port.id) return true;
    return this.#waiting.length < MAX_IN_FLIGHT && this.#port.kept < MOST_KEPT;
  }

  #answer(frame: Frame): void {
    const request = decodeRequest(frame.op, frame.payload);
    if (!request.ok) {
      const error = request.reason === 'unknown-op' ? 'unknown-op' : 'bad-payload';
      this.#port.refuse(frame, refuse(error, request.reason).refused);
    } else if (request.value.name === 'hello') {
      this.#hello(frame, request.value.fields);
    } else if (waitsForPlan(request.value, this.#board.engine.serial)) {
      this.#waiting.push([frame, request.value]);
    } else {
      this.#perform(frame, request.value);
    }
  }

  #hello(frame: Frame, request: HelloRequest): void {
    const { session } = this.#port;
    const refusal = refuseHello(this.#board, session, request);
    if (refusal !== undefined) {
      this.#port.refuse(frame, refusal.refused);
      return;
    }
    if (this.#port.open(request.hostNonce)) {
      // nothing of an older session is done any more, except what runs
      this.#waiting = [];
      this.#board.safety.step({ type: 'new-session' });
    }
    this.#port.reply(frame, encodeReply('hello', hello(this.#board, session)));
  }

  #perform(frame: Frame, request: Request): void {
    if (request.name === 'fire') fire(this.#board, request.fields, (answer) => this.#reply(frame, 'fire', answer));
    else this.#reply(frame, request.name, this.#behave(request));
  }

  #behave(request: PromptRequest): Answer<MessageName> {
    const { framesDiscarded, bytesDiscarded } = this.#demultiplexer;
    return behave(this.#board, request, { framesDiscarded: framesDiscarded + this.#unheard, bytesDiscarded });
  }

  #reply(frame: Frame, name: MessageName, answer: Answer<MessageName>): void {
    // the session it was asked in may be over, and the board may have been reset
    if (!this.#on || frame.session !== this.#port.id) return;
    if ('refused' in answer) this.#port.refuse(frame, answer.refused);
    else this.#port.reply(frame, encodeReply(name, answer.reply));
  }
}
