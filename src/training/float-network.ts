import { activate, activationSlope, crossEntropy, desiredOutput, outputOf, predictedClass } from './activations.js';
import { withBias, type NetworkShape } from './network-shape.js';

/** The floating-point reference: the same network trained by exact online gradient descent on a computer. */
export class FloatNetwork {
  readonly #shape: NetworkShape;
  /** One a layer, rows (inputs, then bias) x columns (outputs). */
  readonly #weights: readonly Float64Array[];

  constructor(shape: NetworkShape, initialWeights: readonly Float64Array[]) {
    this.#shape = shape;
    this.#weights = initialWeights.map((weights) => weights.slice());
  }

  predict(inputs: Float64Array): number {
    return predictedClass(this.#forward(inputs).output);
  }

  /** One sample, P1 algorithms 1 and 2 in floating point; returns its loss and prediction from before the update. */
  learn(inputs: Float64Array, label: number, rate: number): { loss: number; predicted: number } {
    const { layerInputs, output } = this.#forward(inputs);
    const desired = desiredOutput(label, output.length);
    let errors = desired.map((d, j) => d - output[j]!);
    for (let layer = this.#weights.length - 1; layer >= 0; layer -= 1) {
      const weights = this.#weights[layer]!;
      const x = layerInputs[layer]!;
      const columns = errors.length;
      const before = new Float64Array(x.length - 1);
      for (let i = 0; i < x.length; i += 1) {
        let delta = 0;
        for (let j = 0; j < columns; j += 1) {
          delta += weights[i * columns + j]! * errors[j]!;
          weights[i * columns + j]! += rate * x[i]! * errors[j]!;
        }
        if (i < before.length) before[i] = delta * activationSlope(this.#shape.hidden, x[i]!);
      }
      errors = before;
    }
    return { loss: crossEntropy(this.#shape.output, output, desired), predicted: predictedClass(output) };
  }

  #forward(inputs: Float64Array): { layerInputs: Float64Array[]; output: Float64Array } {
    const layerInputs: Float64Array[] = [];
    let values = inputs;
    for (const [layer, weights] of this.#weights.entries()) {
      const x = withBias(values);
      layerInputs.push(x);
      const r = new Float64Array(weights.length / x.length);
      for (let i = 0; i < x.length; i += 1) {
        for (let j = 0; j < r.length; j += 1) r[j]! += weights[i * r.length + j]! * x[i]!;
      }
      const last = layer === this.#weights.length - 1;
      values = last ? outputOf(this.#shape.output, r) : activate(this.#shape.hidden, r);
    }
    return { layerInputs, output: values };
  }
}
