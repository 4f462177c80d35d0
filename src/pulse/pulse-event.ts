import type { BoardTicks, CrossbarError, GroundingProof, HostTime, PlanResult, PulsePlan } from '../core/index.js';
import type { CompiledUpdate } from './compile-update.js';

/** A plan to be run. */
export interface ScheduledPlan {
  readonly plan: PulsePlan;
  /** Its place in the list of boards; the first unless told. */
  readonly board?: number;
  /** The latest host time at which it may be sent. Its first edge follows what was in flight then. */
  readonly deadline?: HostTime;
}

/** What one block of a plan did, in SI units. */
export interface BlockWaveform {
  /** One a row, held for the whole block; NaN where it floats, 0 where it is sensed. */
  readonly rowVolts: Float64Array;
  /** One a column: what its switch connects to, 0 where it is sensed. */
  readonly columnVolts: Float64Array;
  /** One a row; undefined on an array without gates. */
  readonly gateVolts: Float64Array | undefined;
  /** One a column: when its switch closes, from the start of the block. */
  readonly columnFromSeconds: Float64Array;
  /** One a column: how long its switch is closed. */
  readonly columnOnSeconds: Float64Array;
}

/** Which plan an event is about. */
export interface OfPlan<Item extends ScheduledPlan> {
  readonly item: Item;
  /** Where the plan stands in the stream, 0-based over all boards. */
  readonly place: number;
  /** Which board of the list. */
  readonly board: number;
}

/** How a plan ended that is not done; `in-doubt` where nobody can say. */
export type PlanFailure = 'not-fired' | 'aborted' | 'in-doubt';

/** The end of a plan: there is exactly one for every plan that was queued. */
export type PlanEnd<Item extends ScheduledPlan = CompiledUpdate> =
  | (OfPlan<Item> & { readonly type: 'finished'; readonly record: PlanResult })
  | (OfPlan<Item> & {
      readonly type: 'failed';
      readonly outcome: PlanFailure;
      /** Undefined where it was refused before it took one. */
      readonly serial: number | undefined;
      /** Whole blocks that were done; undefined where that is in doubt. */
      readonly blocksDone: number | undefined;
      readonly error: CrossbarError;
    });

/** Outputs were grounded and read back: for a pause, or for good. */
export interface Grounded {
  readonly type: 'grounded';
  readonly why: 'paused' | 'over';
  readonly board: number;
  readonly proof: GroundingProof;
}

/**
 * The life of a plan, in this order: `queued` (the scheduler holds it), `sent` (noted in the journal and given to the
 * board under a serial), `started` (the board made the first edge), `block` for each of its blocks, `finished` (with
 * the board's own record and the currents it sampled), or `failed` at any time after `queued`. A read that was lost with
 * the link is `retried` and then `sent` again. A board is `grounded` for good once, after its last plan.
 */
export type PulseEvent<Item extends ScheduledPlan = CompiledUpdate> =
  | (OfPlan<Item> & { readonly type: 'queued' })
  | (OfPlan<Item> & { readonly type: 'sent'; readonly serial: number })
  | (OfPlan<Item> & { readonly type: 'started'; readonly serial: number; readonly startTick: BoardTicks })
  | (OfPlan<Item> & {
      readonly type: 'block';
      readonly serial: number;
      /** 0-based. */
      readonly block: number;
      readonly startTick: BoardTicks;
      /** Computed when it is asked for: most subscribers do not want it. */
      readonly waveform: () => BlockWaveform;
    })
  | (OfPlan<Item> & { readonly type: 'retried'; readonly serial: number | undefined; readonly error: CrossbarError })
  | PlanEnd<Item>
  | Grounded;
