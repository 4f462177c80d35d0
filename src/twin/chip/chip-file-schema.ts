import { z } from 'zod';
import { quantity, siemens, wordOrQuantity, wrongKind } from '../../core/index.js';
import { deviceNames } from './devices.js';

const STUCK_WORDS = 'low or high (the ends of the range), or a conductance such as "4.4 mS"';

const positive = { above: 0 };
const notNegative = { atLeast: 0 };
const kinkPlace = { atLeast: 0, below: 1 };
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

const parametersSchema = z.strictObject({
  a1: quantity('A', positive, 'current amplitude for V >= 0').optional(),
  a2: quantity('A', positive, 'current amplitude for V < 0').optional(),
  b: quantity('1/V', positive, 'curvature of the I-V').optional(),
  Ap: quantity('1/s', notNegative, 'speed above the positive threshold').optional(),
  An: quantity('1/s', notNegative, 'speed below the negative threshold').optional(),
  Vp: quantity('V', positive, 'positive threshold').optional(),
  Vn: quantity('V', positive, 'size of the negative threshold').optional(),
  xp: quantity('', kinkPlace, 'state above which a rising cell slows down').optional(),
  xn: quantity('', kinkPlace, 'a falling cell slows down below 1 - xn').optional(),
  alphaP: quantity('', notNegative, 'how fast a rising cell slows down').optional(),
  alphaN: quantity('', notNegative, 'how fast a falling cell slows down').optional(),
  eta: z.union([z.literal(1), z.literal(-1)], { error: wrongKind('1 or -1') }).optional(),
});

const spreadSchema = z
  .strictObject({
    distribution: z.enum(['normal', 'lognormal']),
    relative: quantity('', ratio, 'standard deviation over mean'),
  })
  .optional();

const spreadsSchema = z.strictObject({
  conductance: spreadSchema,
  a1: spreadSchema,
  a2: spreadSchema,
  b: spreadSchema,
  Ap: spreadSchema,
  An: spreadSchema,
  Vp: spreadSchema,
  Vn: spreadSchema,
  xp: spreadSchema,
  xn: spreadSchema,
  alphaP: spreadSchema,
  alphaN: spreadSchema,
});

const line = wholeNumber(0, MAX_LINES - 1);

export const chipFileSchema = z
  .strictObject({
    device: z.enum(deviceNames).meta({ description: 'the published device that the cells are' }),
    parameters: parametersSchema.optional().meta({ description: 'Yakopcic parameters that differ from the published' }),
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
        siemensPerVolt: quantity('S/V', positive, 'what the channel conducts for each volt beyond'),
      })
      .optional()
      .meta({ description: 'a transistor in series with every cell, its gate on the gate line of its row (1T1R)' }),
    spread: spreadsSchema.optional().meta({ description: 'device-to-device spread of a parameter' }),
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
    stuckFraction: z
      .strictObject({
        fraction: quantity('', ratio, 'part of all cells, chosen by the seed'),
        at: stuckAt(['low', 'high', 'random'], `random (uniform over the range), ${STUCK_WORDS}`),
      })
      .optional(),
  })
  .meta({ title: 'quarterwave chip file' });

export type ChipFile = z.output<typeof chipFileSchema>;

/** The JSON Schema of a chip file, for editors. */
export const chipFileJsonSchema: Readonly<Record<string, unknown>> = z.toJSONSchema(chipFileSchema, { io: 'input' });
