import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossEntropy, desiredOutput, outputOf } from './activations.js';
import { FloatNetwork } from './float-network.js';
import { initialWeights } from './initial-weights.js';
import type { NetworkShape } from './network-shape.js';

const shapes: NetworkShape[] = [
  { neurons: [3, 4, 2], hidden: 'sigmoid', output: 'softmax' },
  { neurons: [3, 4, 3, 2], hidden: 'tanh', output: 'softmax' },
  { neurons: [3, 1], hidden: 'sigmoid', output: 'sigmoid' },
];

describe.each(shapes)('the floating-point network $neurons $hidden $output', (shape) => {
  it('descends the gradient of its loss', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
        fc.nat(1),
        (x, label) => {
          const inputs = Float64Array.from(x);
          const start = initialWeights(shape, 1, 7, 0);
          const rate = 1e-4;
          const loss = (weights: readonly Float64Array[]) =>
            new FloatNetwork(shape, weights).learn(inputs, label, 0).loss;
          // dL = -rate |grad|^2 for a small step, with the gradient by central differences
          const gradientSquared = start.reduce((sum, matrix, layer) => {
            const partial = matrix.map((_, cell) => {
              const nudged = (by: number) =>
                start.map((m, k) => (k === layer ? m.map((w, c) => (c === cell ? w + by : w)) : m));
              return (loss(nudged(1e-5)) - loss(nudged(-1e-5))) / 2e-5;
            });
            return sum + partial.reduce((total, g) => total + g * g, 0);
          }, 0);
          const network = new FloatNetwork(shape, start);
          const before = network.learn(inputs, label, rate).loss;
          const after = network.learn(inputs, label, 0).loss;
          expect((before - after) / (rate * gradientSquared)).toBeCloseTo(1, 2);
        },
      ),
      { numRuns: 20, seed: 4 },
    );
  });
});

describe('cross-entropy', () => {
  it('has y = d - o as minus its gradient, for softmax and for sigmoid', () => {
    for (const kind of ['softmax', 'sigmoid'] as const) {
      const r = Float64Array.of(0.3, -1.2, 0.8);
      const desired = desiredOutput(1, 3);
      const loss = (values: Float64Array) => crossEntropy(kind, outputOf(kind, values), desired);
      const o = outputOf(kind, r);
      for (const k of r.keys()) {
        const nudged = (by: number) => loss(r.map((value, index) => (index === k ? value + by : value)));
        expect(-(nudged(1e-6) - nudged(-1e-6)) / 2e-6).toBeCloseTo(desired[k]! - o[k]!, 6);
      }
    }
  });

  it('stays finite where a probability underflows', () => {
    expect(crossEntropy('softmax', Float64Array.of(0, 1), Float64Array.of(1, 0))).toBeLessThan(1000);
    expect([...outputOf('softmax', Float64Array.of(1000, -1000))]).toEqual([1, 0]);
  });
});
