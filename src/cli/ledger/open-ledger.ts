import { systemClock, type Board, type DeviceProfile } from '../../core/index.js';
import { chipIdOf, chipPath, openChip, writePassport } from '../../runs/index.js';
import { ChipLedger } from './chip-ledger.js';

interface WhichChip {
  /** Folder of the run folders. */
  readonly root: string;
  /** What its user calls the chip; by default the board and device say. */
  readonly chipId: string | undefined;
  /** Where a twin that lives in this process keeps its chip; undefined for boards that outlive it. */
  readonly twinFolder: string | undefined;
}

/**
 * The ledger of the chip on a board, with a fresh passport where the chip was never seen. The chip of a twin within this
 * process is a new one each time, so its account stays with the run.
 */
export function openLedger(board: Board, profile: DeviceProfile, which: WhichChip): ChipLedger {
  const id = which.chipId ?? chipIdOf(board);
  const path =
    which.twinFolder !== undefined && which.chipId === undefined ? which.twinFolder : chipPath(which.root, id);
  const folder =
    openChip(path) ??
    writePassport(path, {
      schema: 1,
      id,
      device: profile.name,
      board: board.identity.serialNumber,
      firstSeen: systemClock.wallTime().toISOString(),
      maxPulsesPerCell: profile.ratings?.endurancePulses ?? null,
    });
  return new ChipLedger(folder, board, profile, systemClock);
}

/** Whether the board at an address is made by this process, and gone with it. */
export const isOwnTwin = (address: string): boolean => address.startsWith('twin:');
