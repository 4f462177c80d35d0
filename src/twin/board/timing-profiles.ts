import type { BoardOverrides } from './board-overrides.js';

/** How finely a board places its edges: on a grid of 1 us with a gate for every switch, of 10 us with a chain of them. */
export type TimingProfile = 'p1' | 'p10';

/** What makes a twin, with its tick of 1 us, a board of that profile. */
export const TIMING_PROFILES: Readonly<Record<TimingProfile, BoardOverrides>> = {
  p1: { edgeTicks: 1, settleTicks: 10, openTicks: 1 },
  p10: { edgeTicks: 10, settleTicks: 20, openTicks: 10 },
};

export const isTimingProfile = (name: string): name is TimingProfile => Object.hasOwn(TIMING_PROFILES, name);
