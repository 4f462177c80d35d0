import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from './frame-codec.js';
import {
  DICTIONARY_16,
  isKept,
  isNumbered,
  nextSequence,
  numberedFrame,
  receiveFrame,
  sessionIdOf,
  startLink,
  tellGap,
  unacknowledgedFrames,
  unnumberedFrame,
  type LinkState,
} from './link.js';
import { EVENT_OPS, KINDS, OPS } from './messages.generated.js';

const SESSION = sessionIdOf(0xdeadbeef, 0x12345678);

/** A link that has sent `count` frames from the number `first` on. */
function sent(count: number, first = 0): LinkState {
  let link: LinkState = { ...startLink(SESSION), sequence: first };
  for (let i = 0; i < count; i += 1) [link] = numberedFrame(link, KINDS.request, OPS.status, i);
  return link;
}
const frame = (fields: Partial<Frame>): Frame => ({
  ...unnumberedFrame(startLink(SESSION), KINDS.reply, OPS.status),
  ...fields,
});
const keptNumbers = ({ kept }: LinkState): readonly number[] => kept.map(({ sequence }) => sequence);

describe('frames of a link', () => {
  it('are numbered from 0 and wrap around as their field does', () => {
    expect([nextSequence(0), nextSequence(0xffff)]).toEqual([1, 0]);
    expect(keptNumbers(sent(3))).toEqual([0, 1, 2]);
    expect(keptNumbers(sent(3, 0xfffe))).toEqual([0xfffe, 0xffff, 0]);
    expect(SESSION).toBe(0xcc99e897);
  });

  it('carry session, dictionary and the newest acknowledgement', () => {
    const [link] = receiveFrame(startLink(SESSION), frame({ sequence: 0 }));
    const [, made] = numberedFrame(link, KINDS.request, OPS.read, 9, Uint8Array.of(1));
    const header = { dictionary: DICTIONARY_16, session: SESSION, sequence: 0, acknowledged: 0, op: OPS.read };
    expect(made).toEqual({ ...header, kind: KINDS.request, request: 9, payload: Uint8Array.of(1) });
    expect(unnumberedFrame(link, KINDS.gap)).toMatchObject({ kind: KINDS.gap, acknowledged: 0, op: 0, request: 0 });
  });

  it('hide the dictionary before there is a session', () => {
    const hello = unnumberedFrame(startLink(0), KINDS.request, OPS.hello, 1);
    expect(hello).toMatchObject({ dictionary: 0, session: 0, sequence: 0, acknowledged: 0xffff });
  });

  it('have a number where their op is above hello', () => {
    expect([0, OPS.hello, OPS.identify, EVENT_OPS.started].map(isNumbered)).toEqual([false, false, true, true]);
  });
});

describe('receiving', () => {
  it('tells the next frame from one taken before and one ahead, anywhere in the numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 0xffff }), (acknowledged, ahead) => {
        const link = { ...startLink(SESSION), acknowledged };
        const sequence = (acknowledged + 1 + ahead) & 0xffff;
        const [after, arrival] = receiveFrame(link, frame({ sequence, acknowledged: 0xffff }));
        expect(arrival).toBe(ahead === 0 ? 'next' : ahead < 0x8000 ? 'ahead' : 'repeated');
        expect(after.acknowledged).toBe(ahead === 0 ? sequence : acknowledged);
      }),
    );
  });

  it('takes unnumbered frames at any time and counts them not', () => {
    const [link, arrival] = receiveFrame(startLink(SESSION), frame({ op: 0, kind: KINDS.acknowledgement }));
    expect([link.acknowledged, arrival]).toEqual([0xffff, 'unnumbered']);
  });

  it('forgets what the other side has accepted, and nothing else', () => {
    const link = sent(5, 0xfffd);
    const after = (acknowledged: number): readonly number[] =>
      keptNumbers(receiveFrame(link, frame({ op: 0, acknowledged }))[0]);
    expect(after(0xfffc)).toEqual([0xfffd, 0xfffe, 0xffff, 0, 1]);
    expect(after(0xfffd)).toEqual([0xfffe, 0xffff, 0, 1]);
    expect(after(0)).toEqual([1]);
    expect(after(1)).toEqual([]);
    // never sent, or long gone
    expect(after(2)).toHaveLength(5);
    expect(after(0x8000)).toHaveLength(5);
    expect(after(0xfff0)).toHaveLength(5);
  });

  it('takes note of acknowledgements in frames that are dropped, too', () => {
    const [link, arrival] = receiveFrame(sent(2), frame({ sequence: 7, acknowledged: 1 }));
    expect([keptNumbers(link), arrival]).toEqual([[], 'ahead']);
  });

  it('knows what is still kept', () => {
    const link = sent(2, 0xffff);
    expect([0xfffe, 0xffff, 0, 1].map((sequence) => isKept(link, sequence))).toEqual([false, true, true, false]);
    expect(isKept(startLink(SESSION), 0)).toBe(false);
  });
});

describe('recovering', () => {
  it('sends again as it was, with the newest acknowledgement', () => {
    const link = sent(2);
    expect(unacknowledgedFrames(link)).toEqual(link.kept);
    const [later] = receiveFrame(link, frame({ sequence: 0, acknowledged: 0 }));
    expect(unacknowledgedFrames(later)).toEqual([{ ...link.kept[1], acknowledged: 0 }]);
  });

  it('tells a gap once until something is accepted', () => {
    const [told, frames] = tellGap(startLink(SESSION));
    expect(frames).toMatchObject([{ kind: KINDS.gap, op: 0, request: 0, acknowledged: 0xffff, session: SESSION }]);
    expect(tellGap(told)[1]).toEqual([]);
    const [dropped] = receiveFrame(told, frame({ sequence: 3 }));
    expect(tellGap(dropped)[1]).toEqual([]);
    const [accepted] = receiveFrame(told, frame({ sequence: 0 }));
    expect(tellGap(accepted)[1]).toHaveLength(1);
  });

  it('has nothing to tell before there is a session', () => {
    expect(tellGap(startLink(0))).toEqual([startLink(0), []]);
  });
});
