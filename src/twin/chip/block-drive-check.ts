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

/** @throws ConfigError `bad-argument` where a drive does not fit an array */
export function checkBlockDrive(circuit: ArrayCircuit, drive: BlockDrive, out: SampledCurrents | undefined): void {
  const { shape } = circuit;
  const { rows, columns } = shape;
  checkVolts(shape, 'row voltages', drive.rowVolts, rows, true);
  checkLines(shape, 'marks of sensed rows', drive.rowSensed, rows);
  checkVolts(shape, 'column voltages', drive.columnVolts, columns);
  checkLines(shape, 'closing times', drive.closeSeconds, columns);
  checkLines(shape, 'opening times', drive.openSeconds, columns);
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
