export type HiddenActivation = 'sigmoid' | 'tanh';
export type OutputActivation = 'softmax' | 'sigmoid';

const sigmoid = (r: number): number => 1 / (1 + Math.exp(-r));

/** sigma(r), element by element. */
export const activate = (kind: HiddenActivation, r: Float64Array): Float64Array =>
  kind === 'tanh' ? r.map(Math.tanh) : r.map(sigmoid);

/** sigma'(r), from the activated value: 1 - h^2 for tanh, h (1 - h) for sigmoid. */
export const activationSlope = (kind: HiddenActivation, activated: number): number =>
  kind === 'tanh' ? 1 - activated * activated : activated * (1 - activated);

/** Output values o = f(r): probabilities that sum to one (softmax), or one a class (sigmoid). */
export function outputOf(kind: OutputActivation, r: Float64Array): Float64Array {
  if (kind === 'sigmoid') return r.map(sigmoid);
  const largest = r.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const exponentials = r.map((value) => Math.exp(value - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / sum);
}

/** Desired outputs d: one-hot, or the bare label where a single sigmoid tells two classes apart. */
export function desiredOutput(label: number, outputs: number): Float64Array {
  const desired = new Float64Array(outputs);
  if (outputs === 1) desired[0] = label;
  else desired[label] = 1;
  return desired;
}

/** The class an output names. */
export function predictedClass(output: Float64Array): number {
  if (output.length === 1) return output[0]! >= 0.5 ? 1 : 0;
  let best = 0;
  for (let k = 1; k < output.length; k += 1) if (output[k]! > output[best]!) best = k;
  return best;
}

/** Cross-entropy L of one sample; y = d - o is minus its gradient for both output functions. */
export function crossEntropy(kind: OutputActivation, output: Float64Array, desired: Float64Array): number {
  const floor = Number.MIN_VALUE;
  return output.reduce((loss, o, k) => {
    const on = -desired[k]! * Math.log(Math.max(o, floor));
    return loss + on + (kind === 'sigmoid' ? -(1 - desired[k]!) * Math.log(Math.max(1 - o, floor)) : 0);
  }, 0);
}
