import { ConfigError, LimitError } from '../../core/index.js';
import type { Terminal } from '../terminal.js';
import type { PreparedPlan } from './prepared-plan.js';
import type { PlanFile } from './read-plan-file.js';

/** Margins that no run should begin with. */
const REFUSED = new Set(['cannot-move', 'disturbs']);
const LEAST_HASH_DIGITS = 8;

/**
 * @param approved the hash of a preview, or its first digits
 * @throws ConfigError unless it is this plan's
 */
export function assertApproved({ hash }: PreparedPlan, approved: string | undefined): void {
  if (approved === undefined) return;
  if (!/^[0-9a-f]{8,32}$/u.test(approved)) {
    throw new ConfigError(
      'bad-argument',
      `--approve is '${approved}'. Give the hash that plan --preview prints, or its first ${LEAST_HASH_DIGITS} digits or more.`,
    );
  }
  if (hash.startsWith(approved)) return;
  throw new ConfigError(
    'bad-argument',
    `The plan is ${hash}, approved was ${approved}: nothing was fired. Look at it with plan --preview --board, and approve that.`,
    { hash, approved },
  );
}

/**
 * Forming cannot be undone, whatever its volts.
 *
 * @throws ConfigError where a step forms a cell and nobody said that it may
 */
export function assertFormingAllowed({ path, forms }: PlanFile, allow: readonly string[] = []): void {
  if (!forms || allow.includes('forming')) return;
  throw new ConfigError(
    'bad-argument',
    `${path} forms a cell, which cannot be undone. On purpose, for this chip: --allow forming.`,
    { file: path },
  );
}

/**
 * Says what the margins find.
 *
 * @param anyway fires what cannot work or would disturb all the same
 * @throws LimitError where it would not do what it is to do
 */
export function judgeRun({ margins }: PreparedPlan, anyway: boolean, terminal: Terminal): void {
  for (const { findings } of margins) {
    for (const { verdict, text, row, column } of findings) {
      if (anyway || !REFUSED.has(verdict)) {
        terminal.say(`warning: ${text}`);
        continue;
      }
      throw new LimitError(`${text} To fire it all the same: --anyway.`, {
        quantity: verdict === 'disturbs' ? 'sneak-volts' : 'overdrive-volts',
        measured: 0,
        limit: 0,
        unit: 'V',
        where: verdict,
        row,
        column,
        enforcedBy: 'host',
      });
    }
  }
}
