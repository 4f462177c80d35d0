import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawChannelErrors } from './channel-errors.js';
import { conversionNoise } from './conversion-noise.js';
import { expectMoments } from './expect-moments.js';
import { drawNonlinearity } from './nonlinearity.js';

const MANY = 20_000;

describe('a static error', () => {
  it('is normal over the channels, with its deviation', () => {
    expectMoments(drawChannelErrors(3e-4, MANY, 5, 'board/dac/offset/0'), 0, 3e-4);
    expectMoments(drawChannelErrors(0.01, MANY, 5, 'board/dac/gain/0'), 0, 0.01);
  });

  it('is the same on the same channels of a larger board, and another with another name or seed', () => {
    const errors = drawChannelErrors(1, 8, 5, 'a');
    expect(drawChannelErrors(1, 20, 5, 'a').slice(0, 8)).toEqual(errors);
    expect(drawChannelErrors(1, 8, 5, 'b')).not.toEqual(errors);
    expect(drawChannelErrors(1, 8, 6, 'a')).not.toEqual(errors);
  });

  it('is exactly nothing where it is off', () => {
    expect(drawChannelErrors(0, 3, 5, 'a')).toEqual(new Float64Array(3));
  });
});

describe('the nonlinearity of a channel', () => {
  const BOUND = 2;
  const at = (u: number): number[] =>
    Array.from({ length: MANY }, (_, channel) => drawNonlinearity(BOUND, 5, `board/dac/inl/0/${channel}`)!(u));

  it('is 0 at the ends of the range and never beyond its bound, anywhere', () => {
    fc.assert(
      fc.property(fc.double({ min: -1.5, max: 1.5, noNaN: true }), fc.nat(), (u, channel) => {
        const curve = drawNonlinearity(BOUND, 5, `c/${channel}`)!;
        expect(Math.abs(curve(u))).toBeLessThanOrEqual(BOUND);
        expect(Math.abs(curve(-1)) + Math.abs(curve(1))).toBeLessThan(1e-14);
      }),
      { seed: 3 },
    );
  });

  it.each([-0.7, 0, 0.31])('has the mean and the variance of its terms at %d of full scale', (u) => {
    const bow = BOUND / 2;
    const wave = BOUND / 8;
    const waves = [2, 3, 4, 5].map((k) => Math.sin((k * Math.PI * (u + 1)) / 2) ** 2);
    const variance = (bow ** 2 * (1 - u * u) ** 2 + wave ** 2 * waves.reduce((sum, term) => sum + term, 0)) / 3;
    expectMoments(at(u), 0, Math.sqrt(variance));
  });

  it('is smooth: between neighbouring codes it moves by next to nothing', () => {
    const curve = drawNonlinearity(BOUND, 5, 'c')!;
    const step = 2 ** -15;
    for (let u = -1; u < 1; u += 0.01) expect(Math.abs(curve(u + step) - curve(u))).toBeLessThan(20 * BOUND * step);
  });

  it('is not drawn where it is off', () => {
    expect(drawNonlinearity(0, 5, 'c')).toBeUndefined();
  });
});

describe('the noise of conversions', () => {
  const first = Array.from({ length: MANY }, (_, conversion) =>
    conversionNoise(2e-5, 5, `board/dac/noise/${conversion}`)(),
  );

  it('is normal from one conversion to the next, though each has a stream of its own', () => {
    expectMoments(first, 0, 2e-5);
    const products = first.slice(1).map((noise, at) => noise * first[at]!);
    const correlation = products.reduce((sum, product) => sum + product, 0) / products.length / 2e-5 ** 2;
    expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(MANY));
  });

  it('is normal over the channels of one conversion', () => {
    const noise = conversionNoise(3, 5, 'x');
    expectMoments(Array.from({ length: MANY }, noise), 0, 3);
  });

  it('is the same again for the same conversion, and exactly nothing where it is off', () => {
    expect(conversionNoise(2e-5, 5, 'board/dac/noise/7')()).toBe(first[7]);
    expect(conversionNoise(0, 5, 'x')()).toBe(0);
  });
});
