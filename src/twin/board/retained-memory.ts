import type { RecordFields } from '../../protocols/index.js';
import { toPicojoules } from './converters.js';
import type { PlanProgress } from './plan-run.js';

/** Records a board keeps; older ones leave the ring. */
export const RETAINED_RECORDS = 64;

interface Unfinished {
  readonly intent: RecordFields;
  readonly progress: PlanProgress;
}

const soFar = ({ intent, progress }: Unfinished): RecordFields => ({
  ...intent,
  durationTicks: progress.durationTicks,
  blocksDone: progress.blocksDone,
  windowsFired: progress.windowsFired,
  energyPicojoules: toPicojoules(progress.joules),
});

/**
 * What survives a reset: the highest serial ever fired and the last records. A serial that was intended and not
 * completed has the outcome `indeterminate`, and counts its blocks as they are done.
 */
export class RetainedMemory {
  readonly #ring = Array.from<RecordFields | undefined>({ length: RETAINED_RECORDS });
  #lastSerial = 0;
  #open: Unfinished | undefined;

  constructor(records: readonly RecordFields[]) {
    for (const record of records) this.keep(record);
  }

  get lastSerial(): number {
    return this.#lastSerial;
  }

  /** A plan is about to run; its progress counts from here on. */
  intend(intent: RecordFields, progress: PlanProgress): void {
    this.keep(intent);
    this.#open = { intent, progress };
  }

  keep(record: RecordFields): void {
    this.#ring[record.serial % RETAINED_RECORDS] = record;
    this.#lastSerial = Math.max(this.#lastSerial, record.serial);
    this.#open = undefined;
  }

  find(serial: number): RecordFields | undefined {
    const open = this.#open;
    if (open?.intent.serial === serial) return soFar(open);
    const record = this.#ring[serial % RETAINED_RECORDS];
    return record?.serial === serial ? record : undefined;
  }

  /** Nothing runs any more: what was begun stays as far as it had come. */
  freeze(): void {
    if (this.#open !== undefined) this.keep(soFar(this.#open));
  }

  /** The record of a plan that was cut off and whose cells nobody has read. */
  get unreconciled(): RecordFields | undefined {
    const last = this.find(this.#lastSerial);
    return last?.outcome === 'indeterminate' && last.verdict === 'none' ? last : undefined;
  }
}
