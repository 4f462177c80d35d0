import type { BadFrame } from './frame-codec.js';

type DiscardReason = BadFrame | 'too-long' | 'unfinished-frame' | 'not-text' | 'line-too-long' | 'unfinished-line';

/** Bytes of a stream that were neither an intact frame nor a line. */
export interface Discarded {
  readonly reason: DiscardReason;
  readonly bytes: number;
  /** Whether they stood where a frame belongs. */
  readonly frame: boolean;
}
