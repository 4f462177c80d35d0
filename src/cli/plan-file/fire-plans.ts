import { join } from 'node:path';
import { lastValueFrom, tap } from 'rxjs';
import { CrossbarError, formatQuantity, systemClock, type Board, type GroundingProof } from '../../core/index.js';
import { schedule } from '../../pulse/index.js';
import { groundedDocument, type RunFolder } from '../../runs/index.js';
import { onInterrupts } from '../interrupts.js';
import { isOwnTwin, openLedger } from '../ledger/open-ledger.js';
import type { Terminal } from '../terminal.js';
import type { PlanTarget } from './plan-target.js';
import type { PreparedPlan } from './prepared-plan.js';
import type { PlanFile } from './read-plan-file.js';
import { runSamples, samplesCsv, type RunSample } from './run-samples.js';

/** What came of the plans of one file. */
export interface Firing {
  readonly samples: readonly RunSample[];
  /** True where the link was lost before samples could be fetched. */
  readonly samplesLost: boolean;
  readonly proof: GroundingProof | undefined;
}

interface FiringOptions {
  readonly file: PlanFile;
  readonly target: PlanTarget;
  readonly board: Board;
  /** How the board was named on the command line. */
  readonly address: string;
  readonly run: RunFolder;
  /** Folder of the run folders, where the ledgers of chips lie. */
  readonly runs: string;
  readonly chipId: string | undefined;
  /** Called once interrupts are seen to here; whoever saw to them before may stop. */
  readonly ownInterrupts: () => void;
  readonly terminal: Terminal;
}

/**
 * Fires the plans of a file one after the other, each once, and keeps account of them. Whatever ends it, what was sampled
 * until then is in the run folder, and the ledger is saved.
 *
 * Ctrl-C lets the plan under way end and fires no more; again grounds at once, in the middle of it.
 *
 * @throws CrossbarError `interrupted` where not all of it was done; what `schedule` throws
 */
export async function firePlans({ plans, hash, report }: PreparedPlan, options: FiringOptions): Promise<Firing> {
  const { file, target, board, address, run, runs, chipId, ownInterrupts, terminal } = options;
  const twinFolder = isOwnTwin(address) ? join(run.path, 'chip') : undefined;
  const ledger = openLedger(board, target.profile, { root: runs, chipId, twinFolder });
  const samples: RunSample[] = [];
  let samplesLost = false;
  let proof: GroundingProof | undefined;
  let stopping = false;
  let done = 0;
  const abort = new AbortController();
  const stopListening = onInterrupts(
    { finish: () => (stopping = true), abort: () => abort.abort() },
    terminal,
    systemClock,
  );
  // only now: a signal between the two would end the program as it stands
  ownInterrupts();
  const length = formatQuantity(report.ticks * target.limits.tickSeconds, 's');
  terminal.say(`Firing ${hash}: ${length} of pulses.`);
  async function* items() {
    for (const plan of plans) {
      if (stopping) return;
      yield { plan, clippedWindows: 0 };
    }
  }
  const onGrounded = (given: GroundingProof): void => {
    proof = given;
    run.append(groundedDocument(given));
  };
  const events = schedule(items(), board, { journal: run.stimuli, ledger, onGrounded, abort: abort.signal }).pipe(
    tap((event) => {
      if (event.type !== 'finished') return;
      done += 1;
      const amperes = event.record.samples;
      if (amperes) samples.push(...runSamples(event.item.plan, amperes, file.targets, target.limits));
      else samplesLost = true;
    }),
  );
  try {
    await lastValueFrom(events);
  } finally {
    stopListening();
    ledger.save();
    if (samples.length > 0) run.writeText('tables/samples.csv', samplesCsv(samples));
  }
  if (done === plans.length) return { samples, samplesLost, proof };
  throw new CrossbarError(
    'interrupted',
    `Interrupted after ${done} of ${plans.length} plans; the outputs were grounded.`,
    { done, plans: plans.length },
  );
}
