import type { Subscription } from 'rxjs';
import { asCrossbarError, type Clock, type CrossbarError, type StimulusLedger } from '../../core/index.js';
import type { RunFolder } from '../../runs/index.js';
import { train, type TrainingJob } from '../../training/index.js';
import type { Terminal } from '../terminal.js';
import { onInterrupts } from '../interrupts.js';
import { progressDisplay } from './progress-display.js';
import { RunRecorder } from './run-recorder.js';

/** A training that is over, however it ended. */
export interface SessionOutcome {
  readonly recorder: RunRecorder;
  readonly interrupted: boolean;
  readonly failure: CrossbarError | undefined;
}

/** Runs a training: every event into the run folder, progress to the terminal, Ctrl-C to its contract. */
export async function runSession(
  job: TrainingJob,
  run: RunFolder,
  ledger: StimulusLedger,
  terminal: Terminal,
  clock: Clock,
): Promise<SessionOutcome> {
  const { epochs, splits } = job.recipe;
  const epochsDone = job.resumeFrom ? job.resumeFrom.split * epochs + job.resumeFrom.epoch : 0;
  const display = progressDisplay(splits, epochs, epochsDone, terminal, clock);
  const recorder = new RunRecorder(run, display, terminal, job.resumeFrom);
  let stopping = false;
  let failure: CrossbarError | undefined;
  let subscription: Subscription | undefined;
  let stopListening = (): void => undefined;

  await new Promise<void>((resolve) => {
    const fail = (error: unknown): void => {
      failure ??= asCrossbarError(error, 'run-damaged', 'The training failed');
    };
    const abort = (): void => subscription?.unsubscribe();
    const options = {
      journal: run.stimuli,
      ledger,
      onGrounded(proof: Parameters<RunRecorder['grounded']>[0]) {
        // after an abort no event brings the proof
        if (subscription?.closed !== true) return;
        recorder.grounded(proof);
        resolve();
      },
      onGroundingFailed(error: CrossbarError) {
        failure = error;
        resolve();
      },
    };
    subscription = train({ ...job, stopRequested: () => stopping }, options).subscribe({
      next(event) {
        try {
          recorder.record(event);
        } catch (error) {
          // nothing may run on unrecorded
          fail(error);
          abort();
        }
      },
      error(error: unknown) {
        fail(error);
        resolve();
      },
      complete: resolve,
    });
    const finish = (): void => {
      stopping = true;
    };
    stopListening = onInterrupts({ finish, abort }, terminal, clock);
  });
  stopListening();
  display.stop();
  return { recorder, interrupted: stopping, failure };
}
