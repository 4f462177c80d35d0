import { ConfigError } from '../../core/index.js';
import type { BoardHold } from './board-hold.js';
import type { Hold, Timeline } from './timeline.js';

/** A hold of the board's, at its place in time. */
export interface PlacedHold {
  /** Ticks from the start of the timeline. */
  readonly start: number;
  readonly hold: BoardHold;
}

/** What one compilation can have in memory. */
const MOST_HOLDS = 2 ** 20;

/** Ticks that a timeline lasts: in sequence the sum of its parts, at once the longest of them. */
export function ticksOf(timeline: Timeline, rounded: (hold: Hold) => BoardHold): number {
  if (timeline.kind === 'hold') return rounded(timeline).ticks;
  if (timeline.kind === 'repeat') return timeline.times > 0 ? timeline.times * ticksOf(timeline.part, rounded) : 0;
  const parts = timeline.parts.map((part) => ticksOf(part, rounded));
  return timeline.kind === 'sequential'
    ? parts.reduce((sum, ticks) => sum + ticks, 0)
    : parts.reduce((longest, ticks) => Math.max(longest, ticks), 0);
}

/**
 * Every hold of a timeline at its time, in the order of the tree.
 *
 * @throws ConfigError where they are more than a compilation can hold
 */
export function placeHolds(timeline: Timeline, rounded: (hold: Hold) => BoardHold): PlacedHold[] {
  const placed: PlacedHold[] = [];
  const placeOne = (hold: BoardHold, start: number): number => {
    if (hold.ticks === 0) return start;
    if (placed.length === MOST_HOLDS) {
      const what = `The timeline has more than ${MOST_HOLDS} holds.`;
      throw new ConfigError('bad-argument', `${what} Compile it in parts.`, { most: MOST_HOLDS });
    }
    placed.push({ start, hold });
    return start + hold.ticks;
  };
  const placeTimes = (part: Timeline, times: number, start: number): number => {
    let end = start;
    for (let time = 0; time < times; time += 1) {
      const next = place(part, end);
      // what lasts no time is the same once and often
      if (next === end) break;
      end = next;
    }
    return end;
  };
  /** @returns when it ends */
  const place = (part: Timeline, start: number): number => {
    if (part.kind === 'hold') return placeOne(rounded(part), start);
    if (part.kind === 'repeat') return placeTimes(part.part, part.times, start);
    return part.kind === 'sequential'
      ? part.parts.reduce((end, one) => place(one, end), start)
      : part.parts.reduce((end, one) => Math.max(end, place(one, start)), start);
  };
  place(timeline, 0);
  return placed;
}
