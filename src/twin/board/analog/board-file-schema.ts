import { z } from 'zod';
import { quantity } from '../../../core/index.js';

const positive = { above: 0 };
const notNegative = { atLeast: 0 };
/** A gain off by more is no converter's. */
const gain = { atLeast: 0, atMost: 0.2 };
/** More than any converter on the market, and few enough for the wire. */
const MAX_BITS = 24;

const bits = z
  .number()
  .refine((value) => Number.isInteger(value) && value >= 4 && value <= MAX_BITS, {
    error: `must be a whole number from 4 to ${MAX_BITS}`,
  })
  .optional();

const gainError = quantity('', gain, 'standard deviation over the channels of their gain error').optional();
const inlLsb = quantity('LSB', notNegative, 'bound of the integral nonlinearity, in steps').optional();
const spread = 'standard deviation over the channels';
const settling = 'time constant with which it approaches a new value';
const each = 'standard deviation of each conversion';

export const boardFileSchema = z
  .strictObject({
    profile: z
      .enum(['p1', 'p10'])
      .optional()
      .meta({ description: 'edges on a grid of 1 us with a gate for every switch (p1, the default), or 10 us' }),
    timing: z
      .strictObject({
        edgeSeconds: quantity('s', positive, 'grid of all edges').optional(),
        settleSeconds: quantity('s', notNegative, 'from the start of a block until a switch may close').optional(),
        openSeconds: quantity('s', notNegative, 'from when switches are told to open to the end of a block').optional(),
        readSeconds: quantity('s', positive, 'how long a read holds its lines').optional(),
      })
      .optional()
      .meta({ description: 'whole ticks of 1 us that differ from the profile' }),
    dac: z
      .strictObject({
        bits,
        fullScaleVolts: quantity('V', positive, 'end of the range, either way').optional(),
        offsetVolts: quantity('V', notNegative, `${spread} of their offset`).optional(),
        gainError,
        inlLsb,
        settleSeconds: quantity('s', notNegative, settling).optional(),
        noiseVolts: quantity('V', notNegative, each).optional(),
      })
      .optional()
      .meta({ description: 'the voltage outputs of rows, columns and gates' }),
    adc: z
      .strictObject({
        bits,
        fullScaleAmperes: quantity('A', positive, 'end of the range, either way').optional(),
        offsetAmperes: quantity('A', notNegative, `${spread} of their offset`).optional(),
        gainError,
        inlLsb,
        settleSeconds: quantity('s', notNegative, `${settling}, of the amplifier before it`).optional(),
        noiseAmperes: quantity('A', notNegative, each).optional(),
      })
      .optional()
      .meta({ description: 'what measures the currents of the lines' }),
    switches: z
      .strictObject({
        onSeconds: quantity('s', notNegative, 'from an edge until a column switch is closed').optional(),
        offSeconds: quantity('s', notNegative, 'from an edge until it is open').optional(),
        skewSeconds: quantity('s', notNegative, 'standard deviation of these delays over the switches').optional(),
        jitterSeconds: quantity('s', notNegative, 'standard deviation of every edge').optional(),
        injectedCoulombs: quantity('C', {}, 'what a switch puts on its column when it opens or closes').optional(),
        lineFarads: quantity('F', positive, 'capacitance of a column').optional(),
      })
      .optional()
      .meta({ description: 'the column switches; their resistance is in the chip file' }),
  })
  .meta({ title: 'quarterwave board file' });

export type BoardFile = z.output<typeof boardFileSchema>;

/** The JSON Schema of a board file, for editors. */
export const boardFileJsonSchema = (): Readonly<Record<string, unknown>> =>
  z.toJSONSchema(boardFileSchema, { io: 'input' });
