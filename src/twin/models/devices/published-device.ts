import { siemens, type ConductanceRange } from '../../../core/index.js';
import type { CellModel, ModelParameters } from '../cell-model.js';

/** A published device: the parameters of its fit and the conductances its users found. */
export interface PublishedDevice<Name extends string = string> {
  readonly name: string;
  readonly model: CellModel<Name>;
  readonly parameters: ModelParameters<Name>;
  /** All conductances it can have. */
  readonly range: ConductanceRange;
  /** Where conductance changes nearly in proportion to time. */
  readonly linearRange: ConductanceRange;
  /** Where a network starts. */
  readonly initialRange: ConductanceRange;
  readonly source: string;
}

export const range = (min: number, max: number): ConductanceRange => ({ min: siemens(min), max: siemens(max) });
