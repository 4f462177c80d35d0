import type { Shape } from '../core/index.js';
import type { HiddenActivation, OutputActivation } from './activations.js';

/** A feed-forward network: what the crossbars and the floating-point reference both are. */
export interface NetworkShape {
  /** Neurons a layer, inputs first, outputs last: [4, 8, 3]. */
  readonly neurons: readonly number[];
  readonly hidden: HiddenActivation;
  readonly output: OutputActivation;
}

/** The matrices of a network, one a layer: a row for every input and one more for the bias. */
export const layerShapes = ({ neurons }: NetworkShape): Shape[] =>
  neurons.slice(1).map((columns, layer) => ({ rows: neurons[layer]! + 1, columns }));

/** Inputs of a layer with the constant 1 of its bias row behind them. */
export function withBias(values: Float64Array): Float64Array {
  const inputs = new Float64Array(values.length + 1);
  inputs.set(values);
  inputs[values.length] = 1;
  return inputs;
}
