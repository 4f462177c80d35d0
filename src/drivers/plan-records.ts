import { boardTicks, joules, LinkError, type PlanRecord } from '../core/index.js';
import type { RecordFields } from '../protocols/index.js';
import { PICOJOULES_PER_JOULE } from './readings.js';

export const recordFrom = (fields: RecordFields): PlanRecord => ({
  serial: fields.serial,
  planId: fields.planId,
  outcome: fields.outcome,
  verdict: fields.verdict,
  startTick: boardTicks(fields.startTick),
  durationTicks: boardTicks(fields.durationTicks),
  blocksDone: fields.blocksDone,
  windowsFired: fields.windowsFired,
  energy: joules(fields.energyPicojoules / PICOJOULES_PER_JOULE),
});

/** Nobody can say from here whether a plan moved cells. */
export const inDoubt = (where: string, serial: number, why: string, cause?: unknown): LinkError =>
  new LinkError(
    'state-in-doubt',
    `Serial ${serial} may or may not have been fired by the board at ${where}: ${why}. Ask the board for its record; ` +
      'where it has none that is done, read the cells before they are pulsed again.',
    { where, serial },
    cause,
  );

/** A plan that was cut off by whoever grounded the board; how far it came is known. */
export const stopped = (where: string, { serial, blocksDone }: PlanRecord, blocks: number): LinkError =>
  new LinkError(
    'interrupted',
    `Serial ${serial} was stopped by the board at ${where} after ${blocksDone} of its ${blocks} blocks, and its outputs ` +
      'were grounded. Some cells have moved: read them before they are pulsed again.',
    { where, serial, blocksDone, blocks },
  );
