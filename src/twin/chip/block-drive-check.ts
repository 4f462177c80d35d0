import { ConfigError, formatShape, type Shape } from '../../core/index.js';
import type { ArrayCircuit } from './array-circuit.js';
import type { BlockDrive, SampledCurrents } from './block-drive.js';

/** Far above what any driver reaches; farther on e^V leaves the range of a double. */
const MAX_VOLTS = 300;

/** @throws ConfigError `bad-argument` where there is not one number a line */
export function checkLines(shape: Shape, what: string, values: ArrayLike<number>, expected: number): void {
  if (values.length === expected) return;
  throw new ConfigError(
    'bad-argument',
    `A ${formatShape(shape)} array takes ${expected} ${what}, got ${values.length}. Give one a line.`,
  );
}

/** @throws ConfigError `bad-argument` where there is not one voltage a line that the model has a meaning for */
export function checkVolts(shape: Shape, what: string, volts: Float64Array, expected: number, mayFloat = false): void {
  checkLines(shape, what, volts, expected);
  for (let k = 0; k < volts.length; k += 1) {
    if (Math.abs(volts[k]!) <= MAX_VOLTS || (mayFloat && Number.isNaN(volts[k]))) continue;
    throw new ConfigError(
      'bad-argument',
      `Line ${k} of the ${what} is at ${volts[k]} V, the model holds to ${MAX_VOLTS} V. Lower it.`,
    );
  }
}

/** @throws ConfigError `bad-argument` where a time is no time */
export function checkSeconds(shape: Shape, what: string, seconds: number): void {
  if (seconds >= 0 && seconds < Infinity) return;
  throw new ConfigError(
    'bad-argument',
    `A ${formatShape(shape)} array cannot be held for ${what} of ${seconds} s. Give a finite time, 0 or more.`,
  );
}

/** @throws ConfigError `bad-argument` where an edge has no time; one that comes after the block is as good as none */
function checkEdges(shape: Shape, what: string, times: Float64Array): void {
  for (let line = 0; line < times.length; line += 1) {
    if (!Number.isNaN(times[line])) continue;
    throw new ConfigError(
      'bad-argument',
      `Line ${line} of the ${what} of a ${formatShape(shape)} array is NaN. Give a time in seconds for every line.`,
    );
  }
}

/** @throws ConfigError `bad-argument` where a drive does not fit an array */
export function checkBlockDrive(
  circuit: ArrayCircuit,
  drive: BlockDrive,
  blockSeconds: number,
  out: SampledCurrents | undefined,
): void {
  const { shape } = circuit;
  checkSeconds(shape, 'a block', blockSeconds);
  const { rows, columns } = shape;
  checkVolts(shape, 'row voltages', drive.rowVolts, rows, true);
  checkLines(shape, 'marks of sensed rows', drive.rowSensed, rows);
  checkVolts(shape, 'column voltages', drive.columnVolts, columns);
  checkLines(shape, 'closing times', drive.closeSeconds, columns);
  checkLines(shape, 'opening times', drive.openSeconds, columns);
  checkEdges(shape, 'closing times', drive.closeSeconds);
  checkEdges(shape, 'opening times', drive.openSeconds);
  if (out) {
    checkLines(shape, 'row currents', out.rowAmperes, rows);
    checkLines(shape, 'column currents', out.columnAmperes, columns);
  }
  if (!drive.gateVolts) return;
  checkVolts(shape, 'gate voltages', drive.gateVolts, rows);
  if (circuit.transistor) return;
  throw new ConfigError(
    'bad-argument',
    'The cells of this array have no transistors, so there are no gates to drive. Give the chip a transistor, or leave the gates out.',
  );
}
