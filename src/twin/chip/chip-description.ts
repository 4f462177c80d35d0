import type { ConductanceRange, Ohms, Shape, Siemens } from '../../core/index.js';
import type { CellModel, ModelParameters } from '../models/index.js';
import type { Arithmetic } from './arithmetic.js';
import type { Transistor } from './transistor.js';

/** Device-to-device spread of one parameter. */
export interface Spread {
  /** Both have the nominal value as their mean. */
  readonly distribution: 'normal' | 'lognormal';
  /** Standard deviation over mean, 0..1. */
  readonly relative: number;
}

/** The state of a stuck cell: the ends of the device's conductance range, or any conductance in it. */
export type StuckAt = 'low' | 'high' | Siemens;

export interface StuckCell {
  readonly array: number;
  readonly row: number;
  readonly column: number;
  readonly at: StuckAt;
}

/** Everything that is the same each time a chip is made; the seed decides the rest. */
export interface ChipDescription {
  /** The device's name, also what the board calls its chip. */
  readonly device: string;
  readonly model: CellModel;
  readonly parameters: ModelParameters;
  /** All conductances the device can have. */
  readonly range: ConductanceRange;
  readonly linearRange: ConductanceRange;
  /** Undefined where the chip is made to whatever shapes the board is asked for. */
  readonly arrays: readonly Shape[] | undefined;
  /** Fresh cells are drawn uniformly from here. */
  readonly initialConductance: ConductanceRange;
  /** The fixed conductance of every line, G = (Gmax + Gmin) / 2 of the linear range in P1. */
  readonly referenceSiemens: Siemens;
  readonly switchOnOhms: Ohms;
  readonly switchOffOhms: Ohms;
  /** Of every cell, with its gate on its row's gate line; undefined where cells are memristors alone. */
  readonly transistor: Transistor | undefined;
  /** By parameter of the model; `conductance` scales all currents of a cell. */
  readonly spread: Readonly<Record<string, Spread>>;
  /** Standard deviation over value of each sensed current; 0 is none. */
  readonly readNoise: number;
  readonly stuck: readonly StuckCell[];
  readonly arithmetic: Arithmetic;
  readonly stuckFraction: { readonly fraction: number; readonly at: StuckAt | 'random' } | undefined;
}
