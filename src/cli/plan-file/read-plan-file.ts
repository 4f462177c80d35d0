import { z } from 'zod';
import {
  cellCount,
  ConfigError,
  configProblem,
  firstZodProblem,
  parseYaml,
  quantity,
  seconds,
  wordIssue,
  type DeviceProfile,
  type Shape,
} from '../../core/index.js';
import {
  deviceProfile,
  encodeQuarterPeriods,
  QUARTERS,
  updateTimeline,
  type QuarterPeriodUpdate,
  type Timeline,
} from '../../pulse/index.js';
import type { CellPlace } from '../../twin/index.js';
import { readTextFile } from '../read-text-file.js';
import { planSteps } from './step-schema.js';
import { doForm, targetsOf } from './step-targets.js';
import { stepsTimeline } from './step-timeline.js';

const finite = z.number();
const lines = z.int().min(1).max(4096);
const ohms = (about: string) => quantity('Ohm', { atLeast: 0 }, about);

/** The array a plan is for, as far as no board says it. */
const circuit = {
  device: z.string().optional().describe('such as silver-chalcogenide; by default what the board says'),
  array: z.int().min(0).max(255).default(0).describe('of the board'),
  gates: z.boolean().default(false).describe('whether every row has a gate line (1T1R); where no board says it'),
  gateThresholdVolts: quantity('V', {}, 'from which a gate lets its transistors conduct').default(0.5),
  gateSiemensPerVolt: quantity('S', { above: 0 }, 'of a transistor, for each volt above').default(1e-2),
  switchOnOhms: ohms('of a closed column switch').default(1e-3),
  switchOffOhms: ohms('of an open one').default(1e9),
  driverOhms: ohms('of a row driver').default(0),
  segmentOhms: ohms('of the wire from cell to cell').default(0),
  referenceSiemens: quantity('S', { above: 0 }, 'beside the cells of every line').optional(),
  initialStates: z
    .array(z.array(finite.min(0).max(1)))
    .optional()
    .describe('x of every cell before the plan, one list a row'),
};

const stepsFile = z
  .strictObject({ ...circuit, rows: lines.optional(), columns: lines.optional(), steps: planSteps })
  .describe('quarterwave plan: what a board is to do to an array');

const lineOfQuarters = z.array(finite).length(QUARTERS);
const positive = finite.positive();

/** One quarter-period update, the form in which solved updates are handed around; more keys do no harm. */
const updateFile = z.object({
  ...circuit,
  device: z.string(),
  rows: lines,
  columns: lines,
  inputs: z.array(finite),
  errors: z.array(finite),
  voltsPerInput: positive,
  secondsPerErrorUp: positive,
  secondsPerErrorDown: positive,
  quarterSeconds: positive,
  referenceSiemens: positive,
  rowVolts: z.array(lineOfQuarters).optional(),
  columnOnSeconds: z.array(z.array(finite.min(0)).length(QUARTERS)).optional(),
});

type UpdateFile = z.output<typeof updateFile>;

/** Published as plans/plan.schema.json, which plans name so that editors complete them. */
export const planFileJsonSchema = (): Readonly<Record<string, unknown>> => z.toJSONSchema(stepsFile, { io: 'input' });

/** A plan as its user wrote it, before it is fitted to a board. */
export interface PlanFile extends Omit<z.output<typeof stepsFile>, 'steps' | 'initialStates' | 'rows' | 'columns'> {
  readonly path: string;
  readonly rows: number | undefined;
  readonly columns: number | undefined;
  /** Row-major; undefined where the file has none. */
  readonly states: Float64Array | undefined;
  /** The cells that are to move; undefined where they are all that a step drives over a threshold, as in an update. */
  readonly targets: readonly CellPlace[] | undefined;
  /** Whether a step forms a cell. */
  readonly forms: boolean;
  readonly timeline: (shape: Shape, profile: DeviceProfile) => Timeline;
  /** Of a file that is one update; undefined for steps. */
  readonly update: QuarterPeriodUpdate | undefined;
}

const updateOf = (file: UpdateFile, { positiveThreshold, negativeThreshold }: DeviceProfile): QuarterPeriodUpdate =>
  encodeQuarterPeriods(Float64Array.from(file.inputs), Float64Array.from(file.errors), {
    voltsPerInput: file.voltsPerInput,
    secondsPerErrorUp: file.secondsPerErrorUp,
    secondsPerErrorDown: file.secondsPerErrorDown,
    quarterSeconds: seconds(file.quarterSeconds),
    positiveThreshold,
    negativeThreshold,
  });

/** The waveforms that a file gives in place of those its inputs and errors are encoded to. */
function withGivenWaveforms(update: QuarterPeriodUpdate, file: UpdateFile): QuarterPeriodUpdate {
  const { rowVolts, columnOnSeconds } = file;
  const lineOf = (place: number, lines: number): readonly [line: number, quarter: number] => [
    place % lines,
    Math.floor(place / lines),
  ];
  return {
    ...update,
    overdriveVolts: update.overdriveVolts.map((encoded, place) => {
      const [row, quarter] = lineOf(place, file.rows);
      return rowVolts === undefined ? encoded : rowVolts[row]![quarter]! - update.thresholdVolts[quarter]!;
    }),
    columnOnSeconds: update.columnOnSeconds.map((encoded, place) => {
      const [column, quarter] = lineOf(place, file.columns);
      return columnOnSeconds === undefined ? encoded : columnOnSeconds[column]![quarter]!;
    }),
  };
}

function checkLengths(path: string, file: UpdateFile): void {
  const expect = (name: 'inputs' | 'errors' | 'rowVolts' | 'columnOnSeconds', wanted: number): void => {
    const list = file[name];
    if (list === undefined || list.length === wanted) return;
    const what = `must have ${wanted} entries, one a line; it has ${list.length}`;
    throw configProblem(path, file, [name], what, 'Correct the file.');
  };
  expect('inputs', file.rows);
  expect('errors', file.columns);
  expect('rowVolts', file.rows);
  expect('columnOnSeconds', file.columns);
}

function statesOf(
  path: string,
  states: readonly (readonly number[])[] | undefined,
  rows: number | undefined,
  columns: number | undefined,
): Float64Array | undefined {
  if (states === undefined) return undefined;
  const shape = { rows: rows ?? states.length, columns: columns ?? states[0]?.length ?? 0 };
  const flat = Float64Array.from(states.flat());
  const isRagged = states.some((row) => row.length !== shape.columns);
  if (flat.length === cellCount(shape) && !isRagged) return flat;
  throw new ConfigError(
    'bad-config',
    `${path}: initialStates: must have ${shape.rows} lists of ${shape.columns} numbers, one a row. Correct the file.`,
    { file: path },
  );
}

/**
 * Reads a plan file (YAML with `steps`) or an update file (JSON with `inputs` and `errors`).
 *
 * @throws ConfigError in one line: file, place, what is wrong
 */
export function readPlanFile(path: string): PlanFile {
  const raw = parseYaml(readTextFile(path, 'a plan (YAML) or an update (JSON)'), path);
  const isUpdate = typeof raw === 'object' && raw !== null && 'inputs' in raw;
  const parsed = (isUpdate ? updateFile : stepsFile).safeParse(raw, { error: wordIssue });
  if (!parsed.success) throw firstZodProblem(path, raw, parsed.error, isUpdate ? undefined : planFileJsonSchema());
  const file = parsed.data;
  const states = statesOf(path, file.initialStates, file.rows, file.columns);
  const { rows, columns } = file;
  if ('steps' in file) {
    const { steps } = file;
    const timeline = (shape: Shape, profile: DeviceProfile): Timeline =>
      stepsTimeline(steps, { shape, profile, file: path });
    return {
      ...file,
      path,
      rows,
      columns,
      states,
      targets: targetsOf(steps),
      forms: doForm(steps),
      timeline,
      update: undefined,
    };
  }
  checkLengths(path, file);
  // found out now rather than when it is compiled
  const update = withGivenWaveforms(updateOf(file, deviceProfile(file.device)), file);
  return {
    ...file,
    path,
    rows,
    columns,
    states,
    targets: undefined,
    forms: false,
    timeline: () => updateTimeline(update),
    update,
  };
}
