import type { RecordFields } from '../../protocols/index.js';

/** Records a board keeps; older ones leave the ring. */
export const RETAINED_RECORDS = 64;

/**
 * What survives a reset: the highest serial ever fired and the last records. A serial that was intended and not
 * completed has the outcome `indeterminate`.
 */
export class RetainedMemory {
  readonly #ring = Array.from<RecordFields | undefined>({ length: RETAINED_RECORDS });
  #lastSerial = 0;

  constructor(records: readonly RecordFields[]) {
    for (const record of records) this.keep(record);
  }

  get lastSerial(): number {
    return this.#lastSerial;
  }

  keep(record: RecordFields): void {
    this.#ring[record.serial % RETAINED_RECORDS] = record;
    this.#lastSerial = Math.max(this.#lastSerial, record.serial);
  }

  find(serial: number): RecordFields | undefined {
    const record = this.#ring[serial % RETAINED_RECORDS];
    return record?.serial === serial ? record : undefined;
  }
}
