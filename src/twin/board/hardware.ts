import type { Clock, Shape } from '../../core/index.js';
import type { AdcRange } from '../../protocols/index.js';
import type { Chip } from '../chip/index.js';
import type { ChipTime } from './chip-time.js';
import type { EdgeLedger } from './edge-ledger.js';
import type { FrontEnd } from './front-end.js';
import type { NonvolatileFile } from './nonvolatile-file.js';
import type { Outputs } from './outputs.js';
import type { RatingPlate } from './rating-plate.js';
import type { RetainedMemory } from './retained-memory.js';
import type { FaultCause } from './safety-state.js';
import type { PacedTicks, TickClock } from './tick-clock.js';

/** What is there whether the firmware runs or not: it outlives a reset. */
export interface Hardware {
  readonly chip: Chip;
  readonly chipTime: ChipTime;
  readonly shapes: readonly Shape[];
  readonly adc: AdcRange;
  /** One an array. */
  readonly frontEnds: readonly FrontEnd[];
  readonly plate: RatingPlate;
  readonly outputs: Outputs;
  readonly retained: RetainedMemory;
  readonly nonvolatile: NonvolatileFile | undefined;
  readonly ledger: EdgeLedger;
  readonly ticks: TickClock;
  /** The same as `ticks` where plans take their duration; undefined where they are over at once. */
  readonly paced: PacedTicks | undefined;
  /** For leases; undefined on a board that has no idea of time. */
  readonly clock: Clock | undefined;
  /** What is wrong with the board, seen by its protection circuits. */
  readonly interlock: { tripped: FaultCause | undefined };
  /** Largest body the board takes, bytes. */
  readonly maxBody: number;
}
