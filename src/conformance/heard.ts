import { DICTIONARY_CRC, KINDS, type Frame } from '../protocols/index.js';
import { mustBe, mustHold } from './check-failed.js';
import { describeHeard, type Heard } from './inbox.js';
import type { ProbeHost } from './probe-host.js';

export const DICTIONARY_16 = DICTIONARY_CRC & 0xffff;
/** `acknowledged` before anything was accepted. */
export const NOTHING_ACCEPTED = 0xffff;

/** @throws CheckFailed where the board has said anything that was not waited for */
export async function mustSayNothing(host: ProbeHost, after: string, milliseconds?: number): Promise<void> {
  const heard = await host.said(milliseconds);
  mustHold(heard.length === 0, `nothing more after ${after}`, describeHeard(heard));
}

/** @throws CheckFailed unless the board said one frame and nothing else */
export async function onlyFrame(host: ProbeHost, what: string): Promise<Frame> {
  const heard: readonly Heard[] = await host.said();
  const [only] = heard;
  mustHold(heard.length === 1 && only?.type === 'frame', `${what}, once, and nothing else`, describeHeard(heard));
  return (only as Extract<Heard, { type: 'frame' }>).frame;
}

/** A kind that stands in op 0, or the answer to a hello: it has no number. */
export function mustBeUnnumbered(what: string, frame: Frame, kind: number, session: number): void {
  mustBe(`kind of ${what}`, frame.kind, kind);
  mustBe(`op of ${what}`, frame.op, 0);
  mustBe(`request of ${what}`, frame.request, 0);
  mustBe(`sequence of ${what}`, frame.sequence, 0);
  mustBe(`session of ${what}`, frame.session, session);
}

/** Refuses the whole session of a frame: nothing was accepted there. */
export function mustRefuseSession(refusal: Frame, session: number): void {
  mustBeUnnumbered('the refusal', refusal, KINDS.error, session);
  mustBe('acknowledged in the refusal', refusal.acknowledged, NOTHING_ACCEPTED);
}

/** The same numbered frame: only what it acknowledges may have changed. */
export function mustBeAgain(what: string, again: Frame, first: Frame): void {
  mustBe(`sequence of ${what}`, again.sequence, first.sequence);
  mustBe(`payload of ${what}`, Buffer.from(again.payload).toString('hex'), Buffer.from(first.payload).toString('hex'));
}
