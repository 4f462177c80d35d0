import type { BoardTicks, GroundingProof, PlanRecord } from '../core/index.js';
import type { CompiledUpdate } from './compile-update.js';

/** What one quarter of a plan did, in SI units. */
export interface QuarterWaveform {
  /** 1..4 */
  readonly quarter: number;
  readonly startTick: BoardTicks;
  /** One a row, held for the whole quarter. */
  readonly rowVolts: Float64Array;
  /** One a column: how long its switch was closed from the start of the quarter. */
  readonly columnOnSeconds: Float64Array;
}

/**
 * The life of a plan, in this order: `queued` (the scheduler holds it), `sent` (noted in the journal and given to the
 * board under a serial), `started` (the board made the first edge), four times `quarter`, `finished` (with the board's
 * own record). `grounded` comes once, last.
 */
export type PulseEvent =
  | { readonly type: 'queued'; readonly update: CompiledUpdate }
  | { readonly type: 'sent'; readonly update: CompiledUpdate; readonly serial: number }
  | {
      readonly type: 'started';
      readonly update: CompiledUpdate;
      readonly serial: number;
      readonly startTick: BoardTicks;
    }
  | {
      readonly type: 'quarter';
      readonly update: CompiledUpdate;
      readonly serial: number;
      readonly waveform: QuarterWaveform;
    }
  | { readonly type: 'finished'; readonly update: CompiledUpdate; readonly record: PlanRecord }
  | { readonly type: 'grounded'; readonly proof: GroundingProof };
