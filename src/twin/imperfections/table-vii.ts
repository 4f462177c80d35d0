import { ConfigError, randomStream } from '../../core/index.js';
import type { CellModel, ModelParameters } from '../models/index.js';
import { chosenCells } from './chosen-cells.js';
import type { Variation } from './imperfections.js';
import { isPhysical } from './spread.js';

/** What P1's table VII makes of each parameter of its table V, as a factor. */
type Factors = Readonly<Record<string, number>>;

/** One factor for both of the parameters that the table moves together. */
const inPairs = (a: number, b: number, A: number, x: number, V: number, alpha: number): Factors => ({
  a1: a,
  a2: a,
  b,
  Ap: A,
  An: A,
  xp: x,
  xn: x,
  Vp: V,
  Vn: V,
  alphaP: alpha,
  alphaN: alpha,
});

/**
 * P1 table VII, by its name here and the device: "memristor parameters increased or decreased from original values in
 * order to obtain 10 % variation of I-V characteristic". Each pair of parameters alone makes about 10 %; P1 does not say
 * that it moved them one by one, and here all are moved: 19 to 43 % of the current on the sweeps of the fits.
 */
const tableVii: Readonly<Record<string, Readonly<Record<string, Factors>>>> = {
  'p1-table-vii-decreased': {
    'silver-chalcogenide': inPairs(0.9, 0.9, 0.67, 0.6154, 0.6553, 0.145),
    'anodic-titania': inPairs(0.9, 0.9, 0.618, 0.713, 0.9141, 0),
  },
  'p1-table-vii-increased': {
    'silver-chalcogenide': inPairs(1.1, 1.1, 1.481, 1.4121, 1.3606, 2.115),
    'anodic-titania': inPairs(1.1, 1.1, 2.01, 1.9301, 1.076, 1.805),
  },
};

export const variationNames: readonly string[] = Object.keys(tableVii);

/** The devices that the table has. */
export const variedDevices = (name: string): readonly string[] => Object.keys(tableVii[name] ?? {});

/** @throws ConfigError `bad-config` where the table does not have the device */
export function variationFactors(name: string, device: string): Factors {
  const factors = tableVii[name]?.[device];
  if (factors) return factors;
  const devices = variedDevices(name);
  throw new ConfigError(
    'bad-config',
    `No variation ${name} of ${device} is known. ` +
      (devices.length > 0 ? `It is known of ${devices.join(' and ')}.` : `Use one of ${variationNames.join(', ')}.`),
    { variation: name, device },
  );
}

interface Varied {
  readonly device: string;
  readonly model: CellModel;
  readonly parameters: ModelParameters;
}

/**
 * Gives a part of the cells the varied parameters, on top of their own spread; where that would have no meaning in the
 * model, the varied value without the spread.
 *
 * @param drawn the parameters that differ already, one value a cell; it is added to
 */
export function varySomeCells(
  { name, fraction }: Variation,
  { device, model, parameters }: Varied,
  drawn: Map<string, Float64Array>,
  cells: number,
  seed: number,
  array: number,
): void {
  const chosen = chosenCells(fraction, cells, randomStream(seed, `chip/${array}/variation`));
  if (chosen.length === 0) return;
  for (const [parameter, factor] of Object.entries(variationFactors(name, device))) {
    const nominal = parameters[parameter]!;
    const values = drawn.get(parameter) ?? new Float64Array(cells).fill(nominal);
    for (const cell of chosen) {
      const own = values[cell]! * factor;
      values[cell] = isPhysical(own, model.parameters[parameter]!.bounds) ? own : nominal * factor;
    }
    drawn.set(parameter, values);
  }
}
