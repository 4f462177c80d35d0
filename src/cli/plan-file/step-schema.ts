import { z } from 'zod';
import { CELL_NAME, parseCell, quantity } from '../../core/index.js';

const volts = (about: string) => quantity('V', {}, about);
const seconds = (about: string) => quantity('s', { above: 0, atMost: 3600 }, about);
const finite = z.number();

/** `W02B05` */
const cell = z
  .string()
  .regex(CELL_NAME, 'must be a cell such as W02B05')
  .transform((name) => parseCell(name)!)
  .describe('row and column from 0, such as W02B05');

const scheme = z
  .union([
    z.enum(['half', 'third', 'floating']),
    z.strictObject({ gateVolts: volts('of the selected row on a 1T1R array') }),
  ])
  .default('half')
  .describe('what the other lines do: V/2, V/3, floating, or a gate');

const pulse = {
  cell,
  operation: z.enum(['set', 'reset', 'form']).describe('set and form take positive volts, reset negative'),
  volts: volts('across the cell, row minus column'),
  width: seconds('how long the cell sees them'),
  scheme,
};

const sweep = {
  cell,
  scheme,
  steps: z.int().min(1).max(100_000),
  dwell: seconds('at each voltage'),
  rest: quantity('s', { atLeast: 0, atMost: 3600 }, 'at 0 V between two voltages').optional(),
  readVolts: volts('makes the sweep a pulsed one: the cell is read at this after each voltage').optional(),
};

/** Volts of all lines of one side: one number for every line, or one a line. */
const lineVolts = z.union([z.array(finite), volts('of every line that is driven')]);

const updateStep = z.strictObject({
  inputs: z.array(finite).describe('x, one a row'),
  errors: z.array(finite).describe('y, one a column'),
  voltsPerInput: finite.positive(),
  secondsPerErrorUp: finite.positive(),
  secondsPerErrorDown: finite.positive(),
  quarterSeconds: seconds('T_wr / 4'),
  gateVolts: volts('of every gate, on a 1T1R array').optional(),
});

/** What a plan can be made of; a step has one of these keys. */
const leafSteps = {
  update: updateStep,
  read: z.strictObject({ direction: z.enum(['forward', 'backward']).default('forward'), volts: lineVolts }),
  cellRead: z.strictObject({ cell, volts: volts('under its thresholds'), gateVolts: volts('gate').optional() }),
  pulse: z.strictObject(pulse),
  train: z.strictObject({
    ...pulse,
    pulses: z.int().min(1).max(1_000_000),
    interval: quantity('s', { atLeast: 0, atMost: 3600 }, 'at rest after each pulse'),
    readVolts: volts('of a read after each pulse').optional(),
  }),
  staircase: z.strictObject({ ...sweep, from: volts('first'), to: volts('last') }),
  triangle: z.strictObject({ ...sweep, peak: volts('highest'), valley: volts('lowest') }),
  waveform: z.string().describe('a CSV file, relative to the plan file'),
  rest: seconds('all lines at rest'),
};

type Leaves = z.output<z.ZodObject<typeof leafSteps>>;

type LeafStep = { [Kind in keyof Leaves]: Readonly<Record<Kind, Leaves[Kind]>> }[keyof Leaves];

interface RepeatStep {
  readonly repeat: { readonly times: number; readonly steps: readonly PlanStep[] };
}

interface ParallelStep {
  readonly parallel: readonly (readonly PlanStep[])[];
}

/** One step: an object with one key. */
export type PlanStep = LeafStep | RepeatStep | ParallelStep;

const KINDS = [...Object.keys(leafSteps), 'repeat', 'parallel'].join(', ');

/** As one object, so that what is wrong within a step is named by its place and not as a step of no kind. */
const planStep: z.ZodType<PlanStep> = z.lazy(() =>
  z
    .strictObject({
      ...leafSteps,
      repeat: z.strictObject({ times: z.int().min(0).max(1_000_000), steps: planSteps }),
      parallel: z.array(planSteps).min(1),
    })
    .partial()
    .refine((step) => Object.keys(step).length === 1, { error: `must be a step with one key of ${KINDS}` })
    .meta({ minProperties: 1, maxProperties: 1 })
    .transform((step) => step as PlanStep),
);

export const planSteps = z.array(planStep).min(1, { error: 'must have a step at least' });
