import type { BoardLimits } from '../../core/index.js';

/** Where a board differs from the usual one for its chip. */
export interface BoardOverrides extends Partial<BoardLimits> {
  readonly adcBits?: number;
  readonly adcFullScaleAmperes?: number;
  /** Largest body the board takes, bytes. */
  readonly maxBody?: number;
  readonly serialNumber?: string;
  /** Of the first boot, where two twins made alike must differ: any number but 0. */
  readonly bootNonce?: number;
}
