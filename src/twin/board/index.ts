/** @public scripts/generate-schemas.mjs publishes it */
export { boardFileJsonSchema } from './analog/index.js';
export { parseBoardFile, type BoardDescription, type BoardImperfections } from './analog/index.js';
export { backgroundClock } from './background-clock.js';
export { isTimingProfile, TIMING_PROFILES, type TimingProfile } from './timing-profiles.js';
export type { BoardOverrides } from './board-overrides.js';
export { createTwin, type Pace, type Twin, type TwinOptions } from './twin.js';
export type { CutOff, EdgeLedger } from './edge-ledger.js';
export type { Edge } from './edge-trace.js';
export type { GroundingStep } from './outputs.js';
export type { ResetStep } from './reset-step.js';
export type { FaultCause } from './safety-state.js';
export { serveTwinPty } from './serve-pty.js';
export { serveTwinTcp } from './serve-tcp.js';
export { serveTwinUnix } from './serve-unix.js';
