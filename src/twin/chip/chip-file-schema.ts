import { z } from 'zod';
import { quantity, siemens, wordOrQuantity, wrongKind } from '../../core/index.js';
import { imperfectionParts } from '../imperfections/imperfection-schema.js';
import { deviceNames, publishedDevice, windowKinds, type CellModel, type ParameterRule } from '../models/index.js';
import { arithmetics } from './arithmetic.js';

const STUCK_WORDS = 'low or high (the ends of the range), or a conductance such as "4.4 mS"';

const positive = { above: 0 };
const notNegative = { atLeast: 0 };
const ratio = { atLeast: 0, atMost: 1 };

const wholeNumber = (least: number, most: number) =>
  z.number().refine((value) => Number.isInteger(value) && value >= least && value <= most, {
    error: `must be a whole number from ${least} to ${most}`,
  });

/** Far more than a board drives; keeps a slip of the hand from filling the memory. */
const MAX_LINES = 4096;

/** Where a cell is stuck: one of the words, or a conductance. */
const stuckAt = <Word extends string>(words: readonly Word[], description: string) =>
  wordOrQuantity(words, 'S', positive, description).transform((at) => (typeof at === 'number' ? siemens(at) : at));

const parameterSchema = ({ unit, bounds, what, oneOf }: ParameterRule) =>
  oneOf
    ? z
        .literal(oneOf, { error: wrongKind(oneOf.join(' or ')) })
        .meta({ description: what })
        .optional()
    : quantity(unit, bounds, what).optional();

const spreadSchema = z
  .strictObject({
    distribution: z.enum(['normal', 'lognormal']),
    relative: quantity('', ratio, 'standard deviation over mean'),
  })
  .optional();

const parametersOf = ({ parameters }: CellModel) =>
  z.strictObject(Object.fromEntries(Object.entries(parameters).map(([name, rule]) => [name, parameterSchema(rule)])));

const spreadsOf = ({ parameters }: CellModel) => {
  const names = Object.entries(parameters).filter(([, { isCommon }]) => isCommon !== true);
  return z.strictObject(
    Object.fromEntries([['conductance', spreadSchema], ...names.map(([name]) => [name, spreadSchema])]) as Record<
      string,
      typeof spreadSchema
    >,
  );
};

/** Rows of [conductance before a pulse, change by it]. */
const pulseTable = z
  .array(z.tuple([quantity('S', positive, 'conductance before a pulse'), quantity('S', {}, 'change by the pulse')]))
  .min(2, { error: 'must hold at least two rows of [siemens, change]' })
  .optional();

const line = wholeNumber(0, MAX_LINES - 1);

/** The parts of a chip file that are the same for all models. */
const commonParts = {
  device: z
    .enum(deviceNames as [string, ...string[]])
    .meta({ description: 'the published device that the cells are; it says which model they follow' }),
  window: z
    .enum(windowKinds)
    .optional()
    .meta({ description: 'the window of a drift model; its p and j are among the parameters' }),
  pulses: z
    .strictObject({
      set: pulseTable,
      reset: pulseTable,
      csv: z.string().optional().meta({ description: 'both tables in a file beside this one: siemens,set,reset' }),
    })
    .optional()
    .meta({ description: 'measured changes by a pulse, for devices of the ideal-pulse model; rows by rising siemens' }),
  arrays: z
    .array(z.strictObject({ rows: wholeNumber(1, MAX_LINES), columns: wholeNumber(1, MAX_LINES) }))
    .min(1, { error: 'must hold at least one {rows, columns}' })
    .optional()
    .meta({ description: 'absent: made to whatever shapes the board is asked for' }),
  initialConductance: z
    .strictObject({
      min: quantity('S', positive, 'lowest conductance of a fresh cell'),
      max: quantity('S', positive, 'highest conductance of a fresh cell'),
    })
    .optional(),
  referenceSiemens: quantity('S', positive, 'fixed conductance of every line').optional(),
  switch: z
    .strictObject({
      onOhms: quantity('Ohm', notNegative, 'resistance of a closed column switch').optional(),
      offOhms: quantity('Ohm', positive, 'resistance of an open column switch').optional(),
    })
    .optional(),
  transistor: z
    .strictObject({
      thresholdVolts: quantity('V', notNegative, 'gate voltage above which the channel conducts'),
      siemensPerVolt: quantity(
        'S/V',
        positive,
        'what the channel conducts for each volt beyond, K of its square law; it saturates at K Vov^2 / 2',
      ),
    })
    .optional()
    .meta({ description: 'a transistor in series with every cell, its gate on the gate line of its row (1T1R)' }),
  ...imperfectionParts,
  readNoise: z
    .strictObject({ relative: quantity('', ratio, 'standard deviation over value of each sensed current') })
    .optional(),
  stuck: z
    .array(
      z.strictObject({
        cell: z
          .tuple([line, line], { error: wrongKind('[row, column]') })
          .meta({ description: '[row, column] from 0' }),
        array: line.optional().meta({ description: 'array from 0; absent: array 0' }),
        at: stuckAt(['low', 'high'], STUCK_WORDS),
      }),
    )
    .optional(),
  wires: z
    .strictObject({
      rowSegmentOhms: quantity('Ohm', notNegative, 'from one cell to the next along a row, and to its ends'),
      columnSegmentOhms: quantity('Ohm', notNegative, 'from one cell to the next along a column, and to its ends'),
      rowDrivers: z.enum(['left', 'right', 'both']).default('left'),
      columnSenses: z.enum(['bottom', 'top']).default('bottom'),
    })
    .optional()
    .meta({
      description:
        'resistance of the lines; rows are sensed opposite to their drivers, columns driven opposite to where they are sensed',
    }),
  arithmetic: z.enum(arithmetics).optional().meta({
    description:
      'plain: the reference in TypeScript; double (where absent): a kernel within 1e-7 of x; single: within 1e-4, half the memory, some twenty times as fast',
  }),
  stuckFraction: z
    .strictObject({
      fraction: quantity('', ratio, 'part of all cells, chosen by the seed'),
      at: stuckAt(['low', 'high', 'random'], `random (uniform over the range), ${STUCK_WORDS}`),
    })
    .optional(),
};

const title = { title: 'quarterwave chip file' };

/** What a chip file of a device with this model may hold. */
export const chipFileSchema = (model: CellModel) =>
  z
    .strictObject({
      ...commonParts,
      parameters: parametersOf(model)
        .optional()
        .meta({ description: `parameters of the ${model.name} model that differ from the published` }),
      spread: spreadsOf(model).optional().meta({ description: 'device-to-device spread of a parameter' }),
    })
    .meta(title);

export type ChipFile = z.output<ReturnType<typeof chipFileSchema>>;

const models = [...new Set(deviceNames.map((name) => publishedDevice(name)!.model))];

/** The JSON Schema of a chip file, for editors; made when it is asked for, which takes a while. */
export const chipFileJsonSchema = (): Readonly<Record<string, unknown>> =>
  z.toJSONSchema(
    z
      .strictObject({
        ...commonParts,
        parameters: z.union(models.map(parametersOf)).optional(),
        spread: z.union(models.map(spreadsOf)).optional(),
      })
      .meta(title),
    { io: 'input' },
  );
