import {
  ConfigError,
  siemens,
  volts,
  type BoardLimits,
  type DeviceProfile,
  type DeviceRatings,
  type Volts,
} from '../core/index.js';

const P1 = 'Prajapati et al., Efficient and Fault-Tolerant Memristive Neural Networks, section V';

// the paper gives no forming voltage, compliance or endurance: they are not known
const doubleThresholds = (positiveThreshold: number, negativeThreshold: number): DeviceRatings => ({
  setVolts: volts(2 * positiveThreshold),
  resetVolts: volts(2 * negativeThreshold),
  source: 'Prajapati et al., section IV-A2: an update stays between a threshold and twice that',
});

type Span = readonly [min: number, max: number];

/** A device of which a model says all that is known: nobody has said how far its pulses may go. */
const modelled = (
  name: string,
  [negativeThreshold, positiveThreshold]: Span,
  [range, linearRange, initialRange]: readonly [Span, Span, Span],
  source: string,
): DeviceProfile => {
  const siemensOf = ([min, max]: Span) => ({ min: siemens(min), max: siemens(max) });
  return {
    name,
    positiveThreshold: volts(positiveThreshold),
    negativeThreshold: volts(negativeThreshold),
    range: siemensOf(range),
    linearRange: siemensOf(linearRange),
    initialRange: siemensOf(initialRange),
    source,
  };
};

const YAKOPCIC = 'fit of Yakopcic et al., IEEE TCAD 32(8) 2013';

const PROFILES: readonly DeviceProfile[] = [
  {
    name: 'silver-chalcogenide',
    positiveThreshold: volts(0.16),
    negativeThreshold: volts(-0.15),
    range: { min: siemens(0.255e-3), max: siemens(8.5e-3) },
    linearRange: { min: siemens(3.18e-3), max: siemens(6.38e-3) },
    initialRange: { min: siemens(4.4e-3), max: siemens(5e-3) },
    ratings: doubleThresholds(0.16, -0.15),
    source: `${P1}; device of Oblea 2010`,
  },
  {
    name: 'anodic-titania',
    positiveThreshold: volts(0.65),
    negativeThreshold: volts(-0.56),
    range: { min: siemens(1e-3), max: siemens(70e-3) },
    linearRange: { min: siemens(28e-3), max: siemens(48e-3) },
    initialRange: { min: siemens(35e-3), max: siemens(41e-3) },
    ratings: doubleThresholds(0.65, -0.56),
    source: `${P1}; device of Miller 2010`,
  },
  modelled(
    'silver-silicon',
    [-0.5, 1.5],
    [
      [1e-9, 259e-9],
      [26e-9, 130e-9],
      [39e-9, 65e-9],
    ],
    `Jo et al. 2010; ${YAKOPCIC}`,
  ),
  modelled(
    'tantalum-oxide',
    [-0.75, 0.09],
    [
      [0.55e-3, 55e-3],
      [16.5e-3, 38.5e-3],
      [25e-3, 30e-3],
    ],
    `Miao et al. 2011; ${YAKOPCIC}`,
  ),
  modelled(
    'pt-hf-ti',
    [-0.5, 0.53],
    [
      [0.4e-3, 10e-3],
      [0.5e-3, 2e-3],
      [0.6e-3, 1e-3],
    ],
    'VTEAM parameters of Baokar and He 2023, table 2',
  ),
  // cells without thresholds: what a read of 10 us moves by less than a millionth
  modelled(
    'hp-titania',
    [-0.046, 0.046],
    [
      [62.5e-6, 10e-3],
      [80e-6, 320e-6],
      [100e-6, 160e-6],
    ],
    'Strukov et al. 2008; linear ion drift',
  ),
  modelled(
    'nonlinear-titania',
    [-0.4, 0.4],
    [
      [0.41e-9, 147e-9],
      [10e-9, 60e-9],
      [20e-9, 30e-9],
    ],
    'Yang et al. 2008; non-linear ion drift as Lehtonen and Laiho 2010',
  ),
  modelled(
    'hafnia-filament',
    [-0.76, 0.76],
    [
      [0.296e-6, 99e-6],
      [5e-6, 50e-6],
      [8e-6, 16e-6],
    ],
    'Chen and Yu 2015; Stanford RRAM model',
  ),
  modelled(
    'example-pulses',
    [-2.1, 2.4],
    [
      [3.1e-9, 38.5e-9],
      [10e-9, 30e-9],
      [18e-9, 24e-9],
    ],
    'an example of tables of pulses, not a measurement',
  ),
  // nothing moves a resistor; beyond this it might burn
  modelled(
    'calibration-resistor',
    [-10, 10],
    [
      [10e-6, 1e-3],
      [10e-6, 1e-3],
      [99e-6, 101e-6],
    ],
    'metal film resistors of 1 %',
  ),
];

export const deviceProfileNames: readonly string[] = PROFILES.map(({ name }) => name);

/**
 * The published profile of a device.
 *
 * @throws ConfigError naming the devices there are
 */
export function deviceProfile(name: string): DeviceProfile {
  const found = PROFILES.find((profile) => profile.name === name);
  if (found) return found;
  throw new ConfigError(
    'bad-config',
    `No device is called '${name}'. Known devices: ${deviceProfileNames.join(', ')}.`,
    {
      device: name,
    },
  );
}

/** Well under the smaller threshold, and as much signal as can be had: for reads that belong to no recipe. */
export const safeReadVolts = (profile: DeviceProfile, { maxReadVolts }: Pick<BoardLimits, 'maxReadVolts'>): Volts =>
  // the limit of a board may have been lowered
  volts(Math.min(0.9 * smallerThreshold(profile), maxReadVolts));

/** The smaller of the two thresholds, as a magnitude: what no cell at rest may see. */
export const smallerThreshold = (profile: DeviceProfile): number =>
  Math.min(profile.positiveThreshold, -profile.negativeThreshold);
