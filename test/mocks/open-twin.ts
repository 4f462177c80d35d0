import { systemClock, type Board, type Shape } from '../../src/core/index.js';
import { openBoard } from '../../src/drivers/index.js';
import { builtInChip, createTwin, type ChipDescription, type Twin } from '../../src/twin/index.js';
import { noncesFrom } from './nonces.js';

export interface TwinUnderTest {
  readonly board: Board;
  /** What no product code may see: the chip behind the pins and the ledger of its edges. */
  readonly twin: Twin;
}

/** A board over the in-process transport, with the twin behind it in reach of the test. */
export async function openTwinUnderTest(options: {
  device?: string;
  chip?: ChipDescription;
  arrays: readonly Shape[];
  seed?: number;
}): Promise<TwinUnderTest> {
  const chip = options.chip ?? builtInChip(options.device ?? 'silver-chalcogenide');
  const twin = createTwin({ chip, arrays: options.arrays, seed: options.seed ?? 1 });
  const board = await openBoard('twin:', { clock: systemClock, openTwin: () => twin, drawNonce: noncesFrom(1) });
  return { board, twin };
}
