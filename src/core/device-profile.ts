import type { Amperes, Siemens, Volts } from './units.js';

export interface ConductanceRange {
  readonly min: Siemens;
  readonly max: Siemens;
}

/**
 * What the cells of a device may be put through. What nobody has published or measured is absent: not known, which is
 * not the same as not bounded.
 */
export interface DeviceRatings {
  /** Highest cell voltage in use, row minus column; above the positive threshold. */
  readonly setVolts?: Volts;
  /** Lowest cell voltage in use; negative, below the negative threshold. */
  readonly resetVolts?: Volts;
  /** Highest cell voltage of a fresh cell that is being formed; at least `setVolts`. */
  readonly formingVolts?: Volts;
  /** Largest |I| of a cell, its compliance. */
  readonly cellAmperes?: Amperes;
  /** Pulses over a threshold that a cell lives through. */
  readonly endurancePulses?: number;
  readonly source: string;
}

/**
 * What the host knows of the devices on a chip: from a data sheet, a paper or a characterisation. It holds nothing of
 * how they work inside.
 */
export interface DeviceProfile {
  readonly name: string;
  /** Above this a cell's conductance rises. */
  readonly positiveThreshold: Volts;
  /** Below this (a negative voltage) it falls. */
  readonly negativeThreshold: Volts;
  readonly range: ConductanceRange;
  /** Where conductance changes nearly in proportion to time and overdrive. */
  readonly linearRange: ConductanceRange;
  /** Where a fresh network starts. */
  readonly initialRange: ConductanceRange;
  readonly ratings?: DeviceRatings;
  readonly source: string;
}
