import type { Siemens, Volts } from './units.js';

export interface ConductanceRange {
  readonly min: Siemens;
  readonly max: Siemens;
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
  readonly source: string;
}
