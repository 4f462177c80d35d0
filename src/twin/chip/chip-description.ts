import type { ConductanceRange, Ohms, Shape, Siemens } from '../../core/index.js';
import type { Imperfections } from '../imperfections/imperfections.js';
import type { CellModel, ModelParameters } from '../models/index.js';
import type { Wires } from '../wires/wires.js';
import type { Arithmetic } from './arithmetic.js';
import type { Transistor } from './transistor.js';

/** Everything that is the same each time a chip is made; the seed decides the rest. */
export interface ChipDescription extends Imperfections {
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
  /** Resistance of the lines from cell to cell; undefined where each has one voltage. */
  readonly wires: Wires | undefined;
  readonly arithmetic: Arithmetic;
}
