import { ConfigError } from '../../core/index.js';
import { cellParameters } from './cell-parameters.js';
import { ChipArray } from './chip-array.js';
import { deviceNames, publishedDevices, type DeviceName } from './devices.js';

/** One quarter-period update, as the golden files hold it. Volts, seconds, ohms and siemens. */
export interface UpdateToPredict {
  /** A published device, such as `silver-chalcogenide`. */
  readonly device: string;
  readonly rows: number;
  readonly columns: number;
  readonly quarterSeconds: number;
  readonly switchOnOhms: number;
  readonly switchOffOhms: number;
  readonly referenceSiemens: number;
  /** rows x quarters */
  readonly rowVolts: readonly (readonly number[])[];
  /** columns x quarters, each window from the start of its quarter */
  readonly columnOnSeconds: readonly (readonly number[])[];
  /** rows x columns, x in [0, 1] */
  readonly initialStates: readonly (readonly number[])[];
}

function checkTable(name: string, table: readonly (readonly number[])[], rows: number, columns: number): void {
  const fits = table.length === rows && table.every((row) => row.length === columns && row.every(Number.isFinite));
  if (fits) return;
  throw new ConfigError('bad-data', `${name} must be ${rows} lists of ${columns} finite numbers. Check the file.`);
}

/**
 * Final states (rows x columns) of an update on an ideal chip of a published device, from the same physics that the
 * twin runs on.
 *
 * @throws ConfigError `bad-data` where the tables do not fit, or the device is not known
 */
export function predictUpdate(update: UpdateToPredict): number[][] {
  const { rows, columns } = update;
  const device = publishedDevices[update.device as DeviceName] as (typeof publishedDevices)[DeviceName] | undefined;
  if (!device) {
    throw new ConfigError('bad-data', `No device ${update.device} is known. Use one of ${deviceNames.join(', ')}.`);
  }
  const quarters = update.rowVolts[0]?.length ?? 0;
  checkTable('rowVolts', update.rowVolts, rows, quarters);
  checkTable('columnOnSeconds', update.columnOnSeconds, columns, quarters);
  checkTable('initialStates', update.initialStates, rows, columns);
  const array = new ChipArray({
    shape: { rows, columns },
    cells: cellParameters(device.parameters),
    states: Float64Array.from(update.initialStates.flat()),
    switchOnOhms: update.switchOnOhms,
    switchOffOhms: update.switchOffOhms,
    referenceSiemens: update.referenceSiemens,
  });
  for (let quarter = 0; quarter < quarters; quarter += 1) {
    const volts = Float64Array.from(update.rowVolts, (row) => row[quarter]!);
    const windows = Float64Array.from(update.columnOnSeconds, (column) => column[quarter]!);
    array.applyBlock(volts, windows, update.quarterSeconds);
  }
  return update.initialStates.map((_, row) => [...array.states.subarray(row * columns, (row + 1) * columns)]);
}
