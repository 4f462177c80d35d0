import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream, type RandomStream } from '../core/index.js';
import { bootedSession, nextBoardSession, type BoardSession, type BoardSessionInput } from './board-session.js';
import type { Frame } from './frame-codec.js';
import {
  closedSession,
  nextHostSession,
  sendRequest,
  type HostSession,
  type HostSessionInput,
} from './host-session.js';
import { numberedFrame, sessionIdOf, startLink, type LinkState } from './link.js';
import { EVENT_OPS, KINDS, OPS } from './messages.generated.js';

// Two pure machines, the pipes between them and the time: nothing here waits.

const HOST = 0xdeadbeef;
const BOOT = 0x12345678;

/** Chances a frame, 0..1. */
interface Faults {
  readonly drop: number;
  readonly duplicate: number;
  /** Arrives after the frame that follows it. */
  readonly reorder: number;
  /** Arrives as bytes that are no intact frame. */
  readonly corrupt: number;
  /** Holds up everything behind it as well. */
  readonly stall: number;
}

interface Run {
  readonly seed: number;
  readonly toBoard: Faults;
  readonly toHost: Faults;
  /** From here on the pipes are clean; milliseconds. */
  readonly faultsUntil: number;
  readonly requests: number;
  readonly window: number;
  /** Number of the first frame, either way. */
  readonly first: number;
  /** Of the slowest request. */
  readonly serviceMilliseconds: number;
  /** Bytes a millisecond, either way. */
  readonly rate: number;
  readonly requestBytes: number;
  readonly replyBytes: number;
}

interface Report {
  /** Requests in the order the board took them. */
  readonly taken: readonly number[];
  /** Replies and events in the order the board first sent them. */
  readonly said: readonly string[];
  /** The same in the order the host took them. */
  readonly heard: readonly string[];
  readonly mostKept: { readonly host: number; readonly board: number };
  readonly framesSent: { readonly host: number; readonly board: number };
  readonly finishedAt: number;
  readonly unheard: boolean;
}

/** What is to happen, by time and then in the order it was asked for. */
class Agenda {
  now = 0;
  readonly #items: { readonly at: number; readonly act: () => void }[] = [];

  at(time: number, act: () => void): void {
    const place = this.#items.findLastIndex(({ at }) => at <= time);
    this.#items.splice(place + 1, 0, { at: time, act });
  }

  step(): void {
    const item = this.#items.shift();
    if (item === undefined) throw new Error('Nothing is left to happen, and the host is still owed an answer');
    this.now = Math.max(this.now, item.at);
    item.act();
  }
}

type Arriving = Frame | 'damaged';

const LATENCY = 2;
const LONGEST_STALL = 300;
const SHORT_BYTES = 24;

function bytesOf({ kind, op }: Frame, run: Run): number {
  if (op === 0 || kind === KINDS.event) return SHORT_BYTES;
  return kind === KINDS.request ? run.requestBytes : run.replyBytes;
}

/** After so long a frame that waits to be overtaken arrives all the same. */
const HELD_BACK = 15;
const MOST_STEPS = 200_000;

function lossyPipe(
  { agenda, random, run }: { agenda: Agenda; random: RandomStream; run: Run },
  faults: Faults,
  arrive: (what: Arriving) => void,
): (frame: Frame) => void {
  let lastAt = 0;
  let freeAt = 0;
  return (frame) => {
    const happens = (chance: number): boolean => agenda.now < run.faultsUntil && random.uniform() < chance;
    freeAt = Math.max(freeAt, agenda.now) + bytesOf(frame, run) / run.rate;
    if (happens(faults.drop)) return;
    const stalled = happens(faults.stall) ? random.uniform() * LONGEST_STALL : 0;
    const time = Math.max(lastAt, freeAt + LATENCY + stalled);
    const what = happens(faults.corrupt) ? 'damaged' : frame;
    if (happens(faults.reorder)) {
      agenda.at(time + HELD_BACK, () => arrive(what));
      return;
    }
    lastAt = time;
    agenda.at(time, () => arrive(what));
    if (happens(faults.duplicate)) agenda.at(time, () => arrive(what));
  };
}

/** A link in the middle of its life: both sides have sent and accepted what came before `first`. */
const linkAt = (first: number): LinkState => ({
  ...startLink(sessionIdOf(HOST, BOOT)),
  sequence: first,
  acknowledged: (first + 0xffff) & 0xffff,
});

const numberIn = ({ payload }: Frame): number => payload[0]! + 256 * payload[1]!;
const nameOf = (frame: Frame): string => `${frame.kind === KINDS.event ? 'event' : 'reply'} ${numberIn(frame)}`;

function simulate(run: Run): Report {
  const agenda = new Agenda();
  const random = randomStream(run.seed, 'recovery');
  const taken: number[] = [];
  const said: string[] = [];
  const heard: string[] = [];
  const mostKept = { host: 0, board: 0 };
  const framesSent = { host: 0, board: 0 };
  let unheard = false;
  let asked = 0;
  let host: HostSession = {
    ...closedSession,
    phase: 'open',
    hostNonce: HOST,
    bootNonce: BOOT,
    link: linkAt(run.first),
  };
  let board: BoardSession = { ...bootedSession(BOOT), link: linkAt(run.first) };

  const pipes = { agenda, random, run };
  const toBoard = lossyPipe(pipes, run.toBoard, (what) =>
    stepBoard(what === 'damaged' ? { type: 'damaged' } : { type: 'frame', header: what }, what),
  );
  const toHost = lossyPipe(pipes, run.toHost, (what) =>
    stepHost(what === 'damaged' ? { type: 'damaged' } : { type: 'frame', header: what, now: agenda.now }, what),
  );
  const hostSends = (frame: Frame): void => {
    framesSent.host += 1;
    toBoard(frame);
  };
  const boardSends = (frame: Frame): void => {
    framesSent.board += 1;
    toHost(frame);
  };

  function stepHost(input: HostSessionInput, what?: Arriving): void {
    const [session, effect] = nextHostSession(host, input);
    host = session;
    if (effect.type === 'transmit') effect.frames.forEach(hostSends);
    if (effect.type === 'unheard') unheard = true;
    if (effect.type === 'deliver' && what !== undefined && what !== 'damaged') heard.push(nameOf(what));
    ask();
  }

  /** Sends requests for as long as the window has room. */
  function ask(): void {
    while (host.owed < run.window && asked < run.requests) {
      const payload = Uint8Array.of(asked & 0xff, asked >> 8);
      const [session, frame] = sendRequest(host, OPS.status, asked, payload, agenda.now);
      host = session;
      asked += 1;
      hostSends(frame);
    }
    mostKept.host = Math.max(mostKept.host, host.link.kept.length);
    const { dueAt } = host;
    if (host.owed === 0 || unheard) return;
    agenda.at(dueAt, () => {
      if (host.dueAt === dueAt) stepHost({ type: 'alarm', now: agenda.now });
    });
  }

  function say(kind: Frame['kind'], op: number, request: number, payload: Uint8Array): void {
    const [link, frame] = numberedFrame(board.link, kind, op, request, payload);
    board = { ...board, link };
    said.push(nameOf(frame));
    mostKept.board = Math.max(mostKept.board, link.kept.length);
    boardSends(frame);
  }

  function stepBoard(input: BoardSessionInput, what: Arriving): void {
    const [session, effect] = nextBoardSession(board, input);
    board = session;
    if (effect.type === 'transmit') effect.frames.forEach(boardSends);
    if (effect.type !== 'deliver' || what === 'damaged') return;
    const { request, payload } = what;
    taken.push(numberIn(what));
    if (request % 3 === 0) say(KINDS.event, EVENT_OPS.started, 0, payload);
    // a later request may be answered first, as while a plan runs
    const doneAt = agenda.now + random.uniform() * run.serviceMilliseconds;
    agenda.at(doneAt, () => say(KINDS.reply, OPS.status, request, payload));
  }

  ask();
  const isDone = (): boolean => asked === run.requests && host.owed === 0;
  for (let steps = 0; steps < MOST_STEPS && !isDone() && !unheard; steps += 1) agenda.step();
  return { taken, said, heard, mostKept, framesSent, finishedAt: agenda.now, unheard };
}

const chance = fc.double({ min: 0, max: 0.5, noNaN: true });
const faults: fc.Arbitrary<Faults> = fc.record({
  drop: chance,
  duplicate: chance,
  reorder: chance,
  corrupt: chance,
  stall: fc.double({ min: 0, max: 0.2, noNaN: true }),
});
const runs: fc.Arbitrary<Run> = fc.record({
  seed: fc.integer(),
  toBoard: faults,
  toHost: faults,
  // well below the 5 s after which a silent board is given up
  faultsUntil: fc.integer({ min: 0, max: 2000 }),
  requests: fc.integer({ min: 1, max: 150 }),
  window: fc.integer({ min: 1, max: 8 }),
  // at the start of a session, and where the numbers wrap around
  first: fc.oneof(fc.constant(0), fc.integer({ min: 0xffff - 100, max: 0xffff })),
  serviceMilliseconds: fc.constantFrom(0, 1, 30, 900),
  rate: fc.constantFrom(11.5, 1000),
  requestBytes: fc.constantFrom(24, 200),
  replyBytes: fc.constantFrom(24, 200),
});
const CLEAN: Faults = { drop: 0, duplicate: 0, reorder: 0, corrupt: 0, stall: 0 };
const counting = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('two ends of a bad link', () => {
  it('hand over every frame once and in order, keep few, and finish', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const report = simulate(run);
        expect(report.unheard).toBe(false);
        expect(report.taken).toEqual(counting(run.requests));
        expect(report.heard).toEqual(report.said);
        expect(report.heard.filter((name) => name.startsWith('reply'))).toHaveLength(run.requests);
        expect(report.mostKept.host).toBeLessThanOrEqual(run.window);
        // a reply for each, and an event for each third
        expect(report.mostKept.board).toBeLessThanOrEqual(2 * run.window);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  // one frame of 4096 bytes takes 356 ms at 115200 baud, longer than a host that knows nothing yet waits
  it.each([
    ['long requests', 4096, 24],
    ['long replies', 24, 4096],
    ['both', 4096, 4096],
  ])('are not flooded where it is only slow: %s', (_, requestBytes, replyBytes) => {
    const [requests, rate] = [200, 11.5];
    const clean = { seed: 1, toBoard: CLEAN, toHost: CLEAN, faultsUntil: 0, first: 0, serviceMilliseconds: 1 };
    for (const window of [1, 8]) {
      const report = simulate({ ...clean, requests, window, rate, requestBytes, replyBytes });
      expect(report.heard).toEqual(report.said);
      expect(report.framesSent.host).toBeLessThan(1.5 * requests);
      expect(report.framesSent.board).toBeLessThan(1.5 * report.said.length);
      const linesUsed = window === 1 ? requestBytes + replyBytes : Math.max(requestBytes, replyBytes);
      expect(report.finishedAt).toBeLessThan((1.3 * requests * linesUsed) / rate);
    }
  });
});
