import type { GroundingProof } from '../../core/index.js';
import type { CompiledUpdate } from '../../pulse/index.js';
import { groundedDocument, type RunFolder } from '../../runs/index.js';
import {
  emptyTally,
  type SplitResult,
  type TallyCounts,
  type TrainingEnd,
  type TrainingEvent,
  type TrainingProgress,
} from '../../training/index.js';
import type { Terminal } from '../terminal.js';
import type { ProgressDisplay } from './progress-display.js';

/** Writes a training's events into its run folder, shows them, and keeps what its result is made of. */
export class RunRecorder {
  readonly finished: SplitResult[];
  tally: TallyCounts;
  progress: TrainingProgress | undefined;
  proof: GroundingProof | undefined;
  firstUpdate: CompiledUpdate | undefined;
  readonly #run: RunFolder;
  readonly #display: ProgressDisplay;
  readonly #terminal: Terminal;

  constructor(run: RunFolder, display: ProgressDisplay, terminal: Terminal, resumed: TrainingProgress | undefined) {
    this.#run = run;
    this.#display = display;
    this.#terminal = terminal;
    this.progress = resumed;
    this.finished = [...(resumed?.finished ?? [])];
    this.tally = resumed?.tally ?? emptyTally;
  }

  record(event: TrainingEvent | TrainingEnd): void {
    switch (event.type) {
      case 'calibrated':
        this.#note('calibrated', { layer: event.layer, ...event.slopes });
        break;
      case 'scaled':
        this.#note('scaled', { weightRange: event.weightRange, updateVolts: event.updateVolts });
        break;
      case 'initialised':
        this.#note('initialised', { layer: event.layer, ...event.report }, { split: event.split });
        this.#warnOfFailedCells(event.layer, event.report.failed);
        break;
      case 'first-update':
        this.firstUpdate = event.update;
        break;
      case 'epoch': {
        const { epoch, loss, accuracy } = event.point;
        this.tally = event.tally;
        this.#note('epoch', { loss, accuracy, ...event.tally }, { split: event.split, epoch });
        this.#display.epoch(event.split, event.point, event.tally);
        break;
      }
      case 'checkpoint':
        this.progress = event.progress;
        this.#run.checkpoint(event.progress, { split: event.progress.split, epoch: event.progress.epoch });
        break;
      case 'split': {
        const { split, test, reference } = event.result;
        this.finished.push(event.result);
        this.#note('split', { test, reference: reference.test }, { split });
        break;
      }
      case 'grounded':
        this.tally = event.tally;
        this.grounded(event.proof);
        break;
    }
  }

  grounded(proof: GroundingProof): void {
    this.proof = proof;
    this.#run.append(groundedDocument(proof));
  }

  #note(name: string, data: Record<string, unknown>, position: { split?: number; epoch?: number } = {}): void {
    this.#run.append({ type: 'event', name, ...position, data });
  }

  #warnOfFailedCells(layer: number, failed: readonly string[]): void {
    if (failed.length === 0) return;
    const more = failed.length > 6 ? ` and ${failed.length - 6} more` : '';
    const cells = failed.slice(0, 6).join(', ');
    this.#terminal.say(`array ${layer}: ${failed.length} cells did not take their first weight: ${cells}${more}`);
  }
}
