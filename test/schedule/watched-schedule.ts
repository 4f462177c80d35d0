import { setImmediate as turn } from 'node:timers/promises';
import type { Observable } from 'rxjs';
import {
  planOfBlocks,
  SENSED,
  type Board,
  type BoardStatus,
  type CrossbarError,
  type PulsePlan,
} from '../../src/core/index.js';
import { schedule, type PulseEvent, type ScheduledPlan, type ScheduleOptions } from '../../src/pulse/index.js';
import { UnitBoard } from '../mocks/unit-board.js';

const shape = { rows: 2, columns: 2 };
const closed = [
  [0, 100],
  [0, 100],
] as const;

/** Cells are moved: rows stand above what a read may have. */
export const pulse = (milliseconds = 1): PulsePlan =>
  planOfBlocks(
    0,
    shape,
    Array.from({ length: 4 * milliseconds }, () => ({ ticks: 250, rows: [5000, 0], windows: closed })),
  );

/** One block at a read's volts, both columns sampled. */
export const read = (): PulsePlan =>
  planOfBlocks(0, shape, [
    { ticks: 100, rows: [1000, -1000], columns: [SENSED, SENSED], windows: closed, sampleTick: 50 },
  ]);

/** Drives lines while plans run and after, until it is grounded. */
export class SwitchedBoard extends UnitBoard {
  constructor() {
    super(shape);
  }

  override async status(): Promise<BoardStatus> {
    return { ...(await super.status()), state: this.log.at(-1) === 'ground' ? 'safe' : 'idle' };
  }
}

/** Lets everything that waits for nothing but promises happen. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 8; i += 1) await turn();
};

export interface Watched {
  /** The kind of each event and, where it has one, the place of its plan. */
  readonly names: string[];
  readonly events: PulseEvent<ScheduledPlan>[];
  error: CrossbarError | undefined;
  isDone: boolean;
  unsubscribe(): void;
}

export function watch(
  plans: AsyncIterable<ScheduledPlan> | Observable<ScheduledPlan>,
  boards: Board | readonly Board[],
  options: ScheduleOptions<ScheduledPlan> = {},
): Watched {
  const watched: Watched = { names: [], events: [], error: undefined, isDone: false, unsubscribe: () => undefined };
  const subscription = schedule(plans, boards, options).subscribe({
    next(event) {
      watched.events.push(event);
      watched.names.push('place' in event ? `${event.type} ${event.place}` : `${event.type} ${event.why}`);
    },
    error: (error: CrossbarError) => {
      watched.error = error;
    },
    complete: () => {
      watched.isDone = true;
    },
  });
  watched.unsubscribe = () => subscription.unsubscribe();
  return watched;
}

export async function* each(plans: Iterable<ScheduledPlan>): AsyncGenerator<ScheduledPlan> {
  yield* plans;
}

export const ofKind = <Kind extends PulseEvent['type']>(
  { events }: Watched,
  kind: Kind,
): Extract<PulseEvent<ScheduledPlan>, { type: Kind }>[] =>
  events.filter((event): event is Extract<PulseEvent<ScheduledPlan>, { type: Kind }> => event.type === kind);
