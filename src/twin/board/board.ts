import type { BoardLimits, Shape } from '../../core/index.js';
import type { AdcRange, RecordFields, StateName } from '../../protocols/index.js';
import type { Chip } from '../chip/index.js';
import type { EdgeLedger } from './edge-ledger.js';
import type { NonvolatileFile } from './nonvolatile-file.js';
import type { PlanStore } from './plan-store.js';
import type { RetainedMemory } from './retained-memory.js';
import type { TickClock } from './tick-clock.js';

/** What a board consists of, as its behaviours see it. */
export interface Board {
  readonly chip: Chip;
  readonly shapes: readonly Shape[];
  readonly limits: BoardLimits;
  readonly adc: AdcRange;
  readonly identityDocument: Uint8Array;
  readonly clock: TickClock;
  readonly plans: PlanStore;
  readonly retained: RetainedMemory;
  readonly nonvolatile: NonvolatileFile | undefined;
  readonly ledger: EdgeLedger;
  /** `safe` until a line is driven and again once it is grounded. */
  state: StateName;
  /** Tells the host of a first edge; said before the edge's plan is done. */
  started(record: RecordFields): void;
}
