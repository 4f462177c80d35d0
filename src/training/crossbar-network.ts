import { ConfigError, formatShape, type Board, type Crossbar, type RandomStream } from '../core/index.js';
import type { CompiledUpdate } from '../pulse/index.js';
import type { UpdateSlopes } from '../verify/index.js';
import { activate, activationSlope, crossEntropy, desiredOutput, outputOf, predictedClass } from './activations.js';
import { CrossbarLayer, type LayerScale } from './crossbar-layer.js';
import { layerShapes, withBias, type NetworkShape } from './network-shape.js';

interface ForwardPass {
  /** x of each layer, bias included. */
  readonly layerInputs: readonly Float64Array[];
  readonly output: Float64Array;
}

/**
 * The arrays a network will stand on, one a layer.
 *
 * @throws ConfigError when the board has too few arrays, or one too small
 */
export function arraysFor(shape: NetworkShape, board: Pick<Board, 'crossbars' | 'uri'>): Crossbar[] {
  return layerShapes(shape).map((needed, layer) => {
    const crossbar = board.crossbars[layer];
    if (crossbar && crossbar.shape.rows >= needed.rows && crossbar.shape.columns >= needed.columns) return crossbar;
    const found = crossbar ? `is ${formatShape(crossbar.shape)}` : 'does not exist';
    throw new ConfigError(
      'bad-config',
      `Layer ${layer + 1} needs an array of ${formatShape(needed)}, and array ${layer} of ${board.uri} ${found}. ` +
        'Make the layer smaller or choose a board with larger arrays.',
      { layer: layer + 1, rows: needed.rows, columns: needed.columns },
    );
  });
}

/** A network whose weights are the cells of a board's arrays, layer k on array k. */
export class CrossbarNetwork {
  readonly layers: readonly CrossbarLayer[];
  readonly #shape: NetworkShape;

  constructor(shape: NetworkShape, crossbars: readonly Crossbar[], scale: LayerScale) {
    this.#shape = shape;
    this.layers = layerShapes(shape).map((layer, k) => new CrossbarLayer(crossbars[k]!, layer, scale));
  }

  /** P1 algorithm 1. */
  async predict(inputs: Float64Array): Promise<number> {
    return predictedClass((await this.#forward(inputs)).output);
  }

  /**
   * P1 algorithm 2 for one sample. From the last layer to the first: read delta = W^T y before that layer is updated,
   * update it with (x, y), pass y = tanh(delta) * sigma'(r) on.
   *
   * @yields one plan a layer
   * @returns loss and prediction from before the update
   */
  async *learn(
    inputs: Float64Array,
    label: number,
    rate: number,
    slopes: readonly UpdateSlopes[],
    dither: RandomStream | undefined,
  ): AsyncGenerator<CompiledUpdate, { loss: number; predicted: number }> {
    const { layerInputs, output } = await this.#forward(inputs);
    const desired = desiredOutput(label, output.length);
    let errors = desired.map((d, j) => d - output[j]!);
    for (let k = this.layers.length - 1; k >= 0; k -= 1) {
      const layer = this.layers[k]!;
      const x = layerInputs[k]!;
      // the first layer's delta has nowhere to go
      const delta = k > 0 ? await layer.backward(errors) : undefined;
      yield layer.update(x, errors, rate, slopes[k]!, dither);
      if (delta) {
        // the bias has no neuron before it
        errors = new Float64Array(x.length - 1);
        for (let i = 0; i < errors.length; i += 1) {
          errors[i] = Math.tanh(delta[i]!) * activationSlope(this.#shape.hidden, x[i]!);
        }
      }
    }
    return { loss: crossEntropy(this.#shape.output, output, desired), predicted: predictedClass(output) };
  }

  async #forward(inputs: Float64Array): Promise<ForwardPass> {
    const layerInputs: Float64Array[] = [];
    let values = inputs;
    for (const [k, layer] of this.layers.entries()) {
      const x = withBias(values);
      layerInputs.push(x);
      const r = await layer.forward(x);
      const last = k === this.layers.length - 1;
      values = last ? outputOf(this.#shape.output, r) : activate(this.#shape.hidden, r);
    }
    return { layerInputs, output: values };
  }
}
