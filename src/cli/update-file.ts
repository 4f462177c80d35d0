import { z } from 'zod';
import { ConfigError, firstZodProblem, wordIssue, seconds, type DeviceProfile } from '../core/index.js';
import { deviceProfile, encodeQuarterPeriods, QUARTERS, rowVoltsOf, type QuarterPeriodUpdate } from '../pulse/index.js';
import { readTextFile } from './read-text-file.js';

const finite = z.number();
const positive = finite.positive();
const lineOfQuarters = z.array(finite).length(QUARTERS);

/** One update of one array in a file: what it should do, how it is encoded, and what the array is. */
const updateFileSchema = z
  .object({
    device: z.string(),
    rows: z.int().min(1).max(4096),
    columns: z.int().min(1).max(4096),
    inputs: z.array(finite),
    errors: z.array(finite),
    voltsPerInput: positive,
    secondsPerErrorUp: positive,
    secondsPerErrorDown: positive,
    quarterSeconds: positive,
    switchOnOhms: finite.min(0).default(1e-3),
    switchOffOhms: positive.default(1e9),
    referenceSiemens: positive,
    rowVolts: z.array(lineOfQuarters).optional(),
    columnOnSeconds: z.array(z.array(finite.min(0)).length(QUARTERS)).optional(),
    initialStates: z.array(z.array(finite.min(0).max(1))).optional(),
  })
  .superRefine((file, context) => {
    const expect = (name: string, length: number | undefined, wanted: number): void => {
      if (length === undefined || length === wanted) return;
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `must have ${wanted} entries, one a line; it has ${length}`,
      });
    };
    expect('inputs', file.inputs.length, file.rows);
    expect('errors', file.errors.length, file.columns);
    expect('rowVolts', file.rowVolts?.length, file.rows);
    expect('columnOnSeconds', file.columnOnSeconds?.length, file.columns);
    expect('initialStates', file.initialStates?.length, file.rows);
    for (const row of file.initialStates ?? []) expect('initialStates', row.length, file.columns);
  });

export interface UpdateFile extends z.output<typeof updateFileSchema> {
  readonly update: QuarterPeriodUpdate;
  /** [row][quarter], as given or as encoded. */
  readonly rowVolts: number[][];
  /** [column][quarter] */
  readonly columnOnSeconds: number[][];
  readonly profile: DeviceProfile;
}

/** quarters x lines to [line][quarter] */
const byLine = (values: Float64Array, lines: number): number[][] =>
  Array.from({ length: lines }, (_, line) =>
    Array.from({ length: QUARTERS }, (_unused, quarter) => values[quarter * lines + line]!),
  );

/**
 * Reads an update file; waveforms that it does not give are encoded from its inputs and errors.
 *
 * @throws ConfigError in one line: file, place, what is wrong
 */
export function readUpdateFile(path: string): UpdateFile {
  const text = readTextFile(path, 'an update file (JSON)');
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError('bad-config', `${path}: not JSON: ${reason}. Correct the file.`, { file: path }, error);
  }
  const parsed = updateFileSchema.safeParse(raw, { error: wordIssue });
  if (!parsed.success) throw firstZodProblem(path, raw, parsed.error, undefined);
  const file = parsed.data;
  const profile = deviceProfile(file.device);
  const update = encodeQuarterPeriods(Float64Array.from(file.inputs), Float64Array.from(file.errors), {
    voltsPerInput: file.voltsPerInput,
    secondsPerErrorUp: file.secondsPerErrorUp,
    secondsPerErrorDown: file.secondsPerErrorDown,
    quarterSeconds: seconds(file.quarterSeconds),
    positiveThreshold: profile.positiveThreshold,
    negativeThreshold: profile.negativeThreshold,
  });
  return {
    ...file,
    profile,
    update,
    rowVolts: file.rowVolts ?? byLine(rowVoltsOf(update), file.rows),
    columnOnSeconds: file.columnOnSeconds ?? byLine(update.columnOnSeconds, file.columns),
  };
}
