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
