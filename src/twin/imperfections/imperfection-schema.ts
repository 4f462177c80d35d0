import { z } from 'zod';
import { amperes, ohms, quantity, siemens, wordOrQuantity } from '../../core/index.js';
import type { Imperfections } from './imperfections.js';
import { variationNames } from './table-vii.js';

const positive = { above: 0 };
const notNegative = { atLeast: 0 };
const ratio = { atLeast: 0, atMost: 1 };

/** The parts of a chip file that say what wears, forgets and disturbs a chip. */
export const imperfectionParts = {
  variation: z
    .strictObject({
      name: z.enum(variationNames as [string, ...string[]]),
      fraction: quantity('', ratio, 'part of all cells, chosen by the seed'),
    })
    .optional()
    .meta({ description: 'cells with the parameters that a paper gives for a variation of 10 % of the I-V' }),
  cycleSpread: z
    .strictObject({
      relative: quantity('', ratio, 'standard deviation over value of each change of x').optional(),
      absolute: quantity('', ratio, 'standard deviation added to each change of x').optional(),
    })
    .optional()
    .meta({ description: 'cycle-to-cycle spread of what a write does to a cell' }),
  relaxation: z
    .strictObject({
      fraction: quantity('', ratio, 'part of every change of x that is lost again'),
      seconds: quantity('s', positive, 'time constant of the loss'),
    })
    .optional()
    .meta({ description: 'what a cell loses after a write' }),
  retention: z
    .strictObject({
      towards: wordOrQuantity(
        ['low', 'high'],
        'S',
        positive,
        'low or high (the ends of the range), or a conductance such as "4.4 mS"',
      ).transform((at) => (typeof at === 'number' ? siemens(at) : at)),
      seconds: quantity('s', positive, 'time constant, the mean of all cells'),
      relative: quantity('', ratio, 'lognormal spread of the time constants, standard deviation over mean').optional(),
    })
    .optional()
    .meta({ description: 'what cells drift towards when they are left alone' }),
  wear: z
    .strictObject({
      cycles: quantity('', positive, 'full cycles after which 63.2 % of the cells have failed'),
      shape: quantity(
        '',
        positive,
        "Weibull's shape: above 1 where cells wear out, 1 where they fail by chance",
      ).optional(),
      failsAt: z.enum(['low', 'high', 'here']).optional().meta({ description: 'where a failed cell stays' }),
    })
    .optional()
    .meta({ description: 'endurance: cells fail after so much travel' }),
  thermalNoise: z
    .strictObject({
      kelvin: quantity('K', notNegative, 'temperature'),
      bandwidthHertz: quantity('Hz', notNegative, 'bandwidth of the amplifiers'),
    })
    .optional()
    .meta({ description: 'Johnson noise of every sensed line' }),
  telegraphNoise: z
    .strictObject({
      fraction: quantity('', ratio, 'part of all cells, chosen by the seed'),
      relative: quantity('', ratio, "part of a cell's current that its trap takes"),
      upSeconds: quantity('s', positive, 'mean time at the full current'),
      downSeconds: quantity('s', positive, 'mean time at the lower current'),
    })
    .optional()
    .meta({ description: 'random telegraph noise of some cells' }),
  driver: z
    .strictObject({
      ohms: quantity('Ohm', notNegative, 'resistance of a row driver').optional(),
      limitAmperes: quantity('A', positive, 'largest current of a row driver').optional(),
    })
    .optional()
    .meta({ description: 'the drivers of the rows' }),
};

const parts = z.strictObject(imperfectionParts);

/** What a chip file says of them, complete. */
export function imperfectionsOf(
  file: z.output<typeof parts>,
): Omit<Imperfections, 'spread' | 'stuck' | 'stuckFraction' | 'readNoise'> {
  const { variation, cycleSpread, relaxation, retention, wear, thermalNoise, telegraphNoise, driver } = file;
  return {
    variation,
    cycleSpread: cycleSpread && { relative: cycleSpread.relative ?? 0, absolute: cycleSpread.absolute ?? 0 },
    relaxation,
    retention: retention && { ...retention, relative: retention.relative ?? 0 },
    wear: wear && { cycles: wear.cycles, shape: wear.shape ?? 1, failsAt: wear.failsAt ?? 'here' },
    thermalNoise,
    telegraphNoise,
    driver: driver && {
      ohms: ohms(driver.ohms ?? 0),
      limitAmperes: amperes(driver.limitAmperes ?? Infinity),
    },
  };
}
