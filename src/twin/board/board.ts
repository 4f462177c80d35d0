import type { RecordFields } from '../../protocols/index.js';
import type { Hardware } from './hardware.js';
import type { Lease } from './lease.js';
import type { PlanEngine } from './plan-engine.js';
import type { PlanStore } from './plan-store.js';
import type { ResetCheck } from './reset-step.js';
import type { Safety } from './safety.js';

/** What a board consists of while its firmware runs, as its behaviours see it. */
export interface Board extends Hardware {
  readonly plans: PlanStore;
  readonly engine: PlanEngine;
  readonly safety: Safety;
  readonly lease: Lease;
  readonly resets: ResetCheck;
  /** A random u32, never 0. */
  readonly draw: () => number;
  /** Tells the host of a first edge; said before the edge's plan is done. */
  readonly started: (intent: RecordFields) => void;
}
