import { randomStream } from '../../core/index.js';
import { isClosedAt, type BlockDrive, type SampledCurrents } from './block-drive.js';

/** Disturbs the sensed currents of one read in place; `read` counts the reads of an array from 0. */
export type ReadNoise = (amperes: Float64Array, read: number) => void;

/**
 * Normal noise in proportion to each sensed current. Every read has a stream of its own, so that the noise of read n is
 * the same whatever was read before it, also on a chip put back where an earlier run left it.
 */
export function readNoise(relative: number, seed: number, array: number): ReadNoise {
  return (amperes, read) => {
    const stream = randomStream(seed, `chip/${array}/read-noise/${read}`);
    for (let line = 0; line < amperes.length; line += 1) amperes[line]! *= 1 + relative * stream.normal();
  };
}

/** Disturbs a sample as a read of the same lines is: those that carry a current, rows first. */
export function disturbSample(drive: BlockDrive, out: SampledCurrents, noise: ReadNoise, read: number): void {
  const rows = [...out.rowAmperes.keys()].filter((row) => drive.rowSensed[row] === 1);
  const columns = [...out.columnAmperes.keys()].filter((column) => isClosedAt(drive, column, drive.sampleSeconds));
  const amperes = Float64Array.from([
    ...rows.map((row) => out.rowAmperes[row]!),
    ...columns.map((column) => out.columnAmperes[column]!),
  ]);
  noise(amperes, read);
  for (const [index, row] of rows.entries()) out.rowAmperes[row] = amperes[index]!;
  for (const [index, column] of columns.entries()) out.columnAmperes[column] = amperes[rows.length + index]!;
}
