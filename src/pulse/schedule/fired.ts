import { Observable } from 'rxjs';
import {
  assertPlanWithinLimits,
  boardTicks,
  CrossbarError,
  type Board,
  type BoardTicks,
  type Crossbar,
  type PlanResult,
  type StimulusJournal,
  type StimulusLedger,
} from '../../core/index.js';
import { blockWaveform } from '../block-waveform.js';
import type { BlockWaveform, OfPlan, PulseEvent, ScheduledPlan } from '../pulse-event.js';
import { inPlan } from './plan-failure.js';

export interface FiringOn {
  readonly board: Board;
  readonly journal: StimulusJournal | undefined;
  readonly ledger: StimulusLedger | undefined;
  /** The plan is done, and its journal could not say so. */
  readonly onUnacknowledged: (error: CrossbarError) => void;
}

function crossbarOf(board: Board, array: number): Crossbar {
  const crossbar = board.crossbars[array];
  if (crossbar) return crossbar;
  throw new CrossbarError(
    'bad-argument',
    `The plan is for array ${array}, and ${board.uri} has ${board.crossbars.length}. Plan for one of those.`,
    { arrays: board.crossbars.length },
  );
}

/**
 * Fires a plan once under a new serial, each time it is subscribed to, and tells its life from `sent` to `finished`. To
 * unsubscribe does not stop it: only grounding the board does.
 *
 * It errors with a CrossbarError whose details say which plan it was. Where that is before a serial was taken, nothing of
 * the plan has left the program.
 */
export function fired<Item extends ScheduledPlan>(of: OfPlan<Item>, on: FiringOn): Observable<PulseEvent<Item>> {
  const { board, journal, ledger } = on;
  const { plan } = of.item;
  return new Observable<PulseEvent<Item>>((subscriber) => {
    let serial: number | undefined;
    const asFailure = (thrown: unknown): CrossbarError => inPlan(thrown, of, board.uri, serial);

    const send = (): void => {
      const crossbar = crossbarOf(board, plan.array);
      // before a serial is taken: a refused plan must leave no gap in the board's count
      assertPlanWithinLimits(plan, crossbar.shape, crossbar.limits);
      ledger?.admit(plan);
      const taken = (serial = board.takeSerial());
      intend(taken);
      let isSent = false;
      let startTick: BoardTicks | undefined;
      let isTold = false;
      const tellStart = (): void => {
        if (startTick === undefined || isTold || !isSent) return;
        isTold = true;
        subscriber.next({ type: 'started', ...of, serial: taken, startTick });
      };
      const running = crossbar.run(plan, {
        serial: taken,
        onStarted: (tick) => {
          startTick = tick;
          tellStart();
        },
      });
      const finish = (record: PlanResult): void => {
        acknowledge(taken);
        // a board need not tell of its first edge
        startTick ??= record.startTick;
        tellStart();
        let tick: number = record.startTick;
        for (const [block, ticks] of plan.blocks.ticks.entries()) {
          const waveform = (): BlockWaveform => blockWaveform(plan, block, crossbar.limits);
          subscriber.next({ type: 'block', ...of, serial: taken, block, startTick: boardTicks(tick), waveform });
          tick += ticks;
        }
        subscriber.next({ type: 'finished', ...of, record });
        subscriber.complete();
      };
      const follow = async (): Promise<void> => {
        try {
          finish(await running);
        } catch (error) {
          subscriber.error(asFailure(error));
        }
      };
      void follow();
      isSent = true;
      subscriber.next({ type: 'sent', ...of, serial: taken });
      tellStart();
    };

    const intend = (taken: number): void => {
      try {
        journal?.intend(taken);
        ledger?.count(plan, taken);
      } catch (error) {
        // never fired: asking the board makes it hand the serial out again
        board.recordOf(taken).catch(() => {});
        throw error;
      }
    };

    const acknowledge = (taken: number): void => {
      try {
        journal?.acknowledge(taken);
      } catch (error) {
        on.onUnacknowledged(asFailure(error));
      }
    };

    try {
      send();
    } catch (error) {
      subscriber.error(asFailure(error));
    }
  });
}
