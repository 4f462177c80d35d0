import { formatQuantity, type BoardLimits } from '../core/index.js';

/** A timing profile: what edges a board can be asked for. */
export type Profile = 'P1' | 'P10';

/** The coarsest grid of edges that still is in the profile. */
export const PROFILE_STEP_SECONDS: Readonly<Record<Profile, number>> = { P1: 1e-6, P10: 10e-6 };

/** One step of a grid that stands exactly on its limit must not fail by the last bit of a float. */
const SLACK = 1 + 1e-9;

export const edgeSeconds = ({ edgeTicks, tickSeconds }: Pick<BoardLimits, 'edgeTicks' | 'tickSeconds'>): number =>
  edgeTicks * tickSeconds;

export const isWithin = (limits: BoardLimits, profile: Profile): boolean =>
  edgeSeconds(limits) <= PROFILE_STEP_SECONDS[profile] * SLACK;

/** The finest profile whose grid the board says it has; P10 where it has neither, for the check to say so. */
export const claimedProfile = (limits: BoardLimits): Profile => (isWithin(limits, 'P1') ? 'P1' : 'P10');

/** What a board that passes this profile passes. */
export const profilesPassed = (profile: Profile): readonly Profile[] => (profile === 'P1' ? ['P1', 'P10'] : ['P10']);

export const formatProfile = (profile: Profile): string =>
  `${profile} (edges every ${formatQuantity(PROFILE_STEP_SECONDS[profile], 's')})`;
