import { type Board, type DeviceProfile } from '../../core/index.js';
import { safeReadVolts } from '../../pulse/index.js';
import { serialCount, type RunFolder, type SerialRanges } from '../../runs/index.js';
import { readConductances } from '../../verify/index.js';

/** What became of the serials that a killed run left open. */
export interface Settlement {
  readonly fired: readonly number[];
  readonly notFired: readonly number[];
  /** The board began them and cannot say how far it came, or no longer knows. */
  readonly inDoubt: readonly number[];
}

/** Asks the board's retained journal for every open serial. Nothing is fired. */
async function askBoard(open: SerialRanges, board: Board): Promise<Settlement> {
  const fired: number[] = [];
  const notFired: number[] = [];
  const inDoubt: number[] = [];
  for (const { from, to } of open) {
    for (let serial = from; serial <= to; serial += 1) {
      if (serial > board.lastSerialAtOpen) notFired.push(serial);
      else if ((await board.recordOf(serial))?.outcome === 'done') fired.push(serial);
      else inDoubt.push(serial);
    }
  }
  return { fired, notFired, inDoubt };
}

/** A board that was reset in the middle of a plan fires nothing until it is told that the cells have been read. */
async function reconcileCutOff(board: Board): Promise<void> {
  const { state, lastSerial } = await board.status();
  // how much of the plan was done nobody can say; it is not repeated either way
  if (state === 'indeterminate') await board.reconcile(lastSerial, 'partial');
}

/**
 * Closes the account of a run that was killed: asks the board which open serials it fired, and reads every cell, since
 * what a half-known pulse did can only be measured. No pulse is repeated. Both go into the journal of the run that goes
 * on.
 */
export async function settleStimuli(
  open: SerialRanges,
  board: Board,
  profile: DeviceProfile,
  run: RunFolder,
): Promise<Settlement> {
  const settlement = await askBoard(open, board);
  if (serialCount(open) === 0) return settlement;
  const readVolts = safeReadVolts(profile, board.limits);
  const cells = board.crossbars.map(async (crossbar) => ({
    array: crossbar.array,
    ...crossbar.shape,
    siemens: [...(await readConductances(crossbar, readVolts))],
  }));
  const data = { ...settlement, cells: await Promise.all(cells) };
  await reconcileCutOff(board);
  const reason = `left open by the run before: ${settlement.fired.length} fired, ${settlement.notFired.length} not, ${settlement.inDoubt.length} unknown`;
  run.append({ type: 'in-doubt', from: open[0]!.from, to: open.at(-1)!.to, reason, data });
  return settlement;
}
