import { ConfigError, type Board, type PlanRecord, type PlanVerdict } from '../core/index.js';
import type { Terminal } from './terminal.js';

type Verdict = Exclude<PlanVerdict, 'none'>;

const VERDICTS: readonly Verdict[] = ['unchanged', 'partial', 'complete'];

/**
 * What to tell a board about a plan that was cut off; undefined where it is not to be told.
 *
 * @throws ConfigError for anything but a verdict
 */
export function verdictOf(flag: string | undefined): Verdict | undefined {
  if (flag === undefined) return undefined;
  // how much of it was done hardly anybody can say, and it is not repeated either way
  if (flag === '') return 'partial';
  const verdict = VERDICTS.find((known) => known === flag);
  if (verdict !== undefined) return verdict;
  throw new ConfigError('bad-argument', `--reconcile is '${flag}'. Give ${VERDICTS.join(', ')}, or nothing.`);
}

/** A plan that a reset has cut off, and what the board says of it. */
interface CutOff {
  readonly serial: number;
  /** Blocks that were surely done; null where the board no longer knows. */
  readonly blocksDone: number | null;
  /** `none` where the board is still waiting to be told. */
  readonly verdict: PlanVerdict;
}

export const cutOffFrom = (serial: number, record: PlanRecord | undefined): CutOff => ({
  serial,
  blocksDone: record?.blocksDone ?? null,
  verdict: record?.verdict ?? 'none',
});

/** The plan that a board waits to be told about; undefined where there is none. Changes nothing. */
export async function findCutOff(board: Board): Promise<CutOff | undefined> {
  const { state, lastSerial } = await board.status();
  return state === 'indeterminate' ? cutOffFrom(lastSerial, await board.recordOf(lastSerial)) : undefined;
}

/** @param reconciling whether the board was to be told */
export function sayCutOff(board: string, cutOff: CutOff | undefined, reconciling: boolean, terminal: Terminal): void {
  if (cutOff === undefined) {
    if (reconciling) terminal.say(`Nothing to reconcile: no plan of ${board} was cut off.`);
    return;
  }
  const { serial, blocksDone, verdict } = cutOff;
  const done = blocksDone === null ? 'nobody knows where' : `after ${blocksDone} whole blocks`;
  if (verdict !== 'none') {
    terminal.say(`Serial ${serial} was cut off ${done}. The board was told: ${verdict}, and will fire plans again.`);
    return;
  }
  terminal.say(
    `Serial ${serial} was cut off ${done}, and the board fires nothing until it is told that its cells have been read. ` +
      `Do both with: quarterwave read --board ${board} --reconcile`,
  );
}
