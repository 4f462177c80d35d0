import type { Amperes, Ohms, Siemens } from '../../core/index.js';

/** Device-to-device spread of one parameter. */
export interface Spread {
  /** Both have the nominal value as their mean. */
  readonly distribution: 'normal' | 'lognormal';
  /** Standard deviation over mean, 0..1. */
  readonly relative: number;
}

/** One of the ends of the device's conductance range, or any conductance in it. */
export type StuckAt = 'low' | 'high' | Siemens;

export interface StuckCell {
  readonly array: number;
  readonly row: number;
  readonly column: number;
  readonly at: StuckAt;
}

/** Cells with other parameters than the rest, by the name that a paper's table has here. */
export interface Variation {
  readonly name: string;
  /** Part of all cells, chosen by the seed. */
  readonly fraction: number;
}

/** Every change of x that a write makes becomes `change (1 + relative n) + absolute n'` with normal n and n'. */
export interface CycleSpread {
  readonly relative: number;
  /** Of x. */
  readonly absolute: number;
}

export interface ThermalNoise {
  readonly kelvin: number;
  readonly bandwidthHertz: number;
}

/** Cells that conduct now all, now `1 - relative` of their current. */
export interface TelegraphNoise {
  /** Part of all cells, chosen by the seed. */
  readonly fraction: number;
  readonly relative: number;
  /** Mean time that a cell conducts all, and mean time that it conducts less. */
  readonly upSeconds: number;
  readonly downSeconds: number;
}

export interface Relaxation {
  /** Part of every change of x that is lost again. */
  readonly fraction: number;
  /** Time constant. */
  readonly seconds: number;
}

export interface Retention {
  /** What cells forget towards: the state in which a nominal cell conducts this. */
  readonly towards: StuckAt;
  /** Time constant; with a spread, its mean. */
  readonly seconds: number;
  /** Lognormal, from cell to cell: standard deviation over mean. */
  readonly relative: number;
}

export interface Wear {
  /** After how many full cycles 1 - 1/e = 63.2 % of the cells have failed. */
  readonly cycles: number;
  /** Weibull's k: above 1 where cells wear out, 1 where they fail by chance alone. */
  readonly shape: number;
  /** Where a cell that fails stays. */
  readonly failsAt: 'low' | 'high' | 'here';
}

/** The driver of every row, beyond an ideal one. */
export interface RowDriver {
  readonly ohms: Ohms;
  /** Infinity where it has no limit. */
  readonly limitAmperes: Amperes;
}

/** A driver with a limit has some resistance: what it gives must fall as its line rises. */
const LEAST_LIMITED_OHMS = 1e-3;

/** Between a row and the voltage that its driver holds. */
export const sourceOhms = ({ ohms, limitAmperes }: RowDriver): number =>
  limitAmperes === Infinity ? ohms : Math.max(ohms, LEAST_LIMITED_OHMS);

export const isIdealDriver = ({ ohms, limitAmperes }: RowDriver): boolean => ohms === 0 && limitAmperes === Infinity;

/** All that keeps a chip from being like the next one and like its data sheet. Each is off by itself. */
export interface Imperfections {
  /** By parameter of the model; `conductance` scales all currents of a cell. */
  readonly spread: Readonly<Record<string, Spread>>;
  readonly variation: Variation | undefined;
  readonly stuck: readonly StuckCell[];
  readonly stuckFraction: { readonly fraction: number; readonly at: StuckAt | 'random' } | undefined;
  readonly cycleSpread: CycleSpread | undefined;
  readonly relaxation: Relaxation | undefined;
  readonly retention: Retention | undefined;
  readonly wear: Wear | undefined;
  /** Standard deviation over value of each sensed current; 0 is none. */
  readonly readNoise: number;
  readonly thermalNoise: ThermalNoise | undefined;
  readonly telegraphNoise: TelegraphNoise | undefined;
  readonly driver: RowDriver | undefined;
}

export const noImperfections: Imperfections = {
  spread: {},
  variation: undefined,
  stuck: [],
  stuckFraction: undefined,
  cycleSpread: undefined,
  relaxation: undefined,
  retention: undefined,
  wear: undefined,
  readNoise: 0,
  thermalNoise: undefined,
  telegraphNoise: undefined,
  driver: undefined,
};
