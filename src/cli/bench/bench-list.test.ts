import { describe, expect, it } from 'vitest';
import { benchesNamed, type ListedBench } from './bench-list.js';

const bench = (module: string, ...names: string[]): ListedBench => ({
  module,
  index: 0,
  figures: names.map((name) => ({ name, what: '', unit: '' })),
});
const benches = [bench('update.mjs', 'update', 'update-error'), bench('wires.mjs', 'wires-32', 'wires-64')];

const named = (...names: string[]): string[] =>
  benchesNamed(benches, names).flatMap(({ figures }) => figures.map(({ name }) => name));

describe('benchesNamed', () => {
  it('gives all of them where none is named', () => {
    expect(benchesNamed(benches, [])).toEqual(benches);
  });

  it('takes the beginning of a name for all that begin so, and a whole name for itself alone', () => {
    expect(named('wires')).toEqual(['wires-32', 'wires-64']);
    expect(named('update')).toEqual(['update']);
    expect(named('update-', 'wires-6')).toEqual(['update-error', 'wires-64']);
  });

  it('leaves out the benches of which no figure is wanted', () => {
    expect(benchesNamed(benches, ['wires-32']).map(({ module }) => module)).toEqual(['wires.mjs']);
  });

  it('knows no other names', () => {
    expect(() => named('update', 'updates')).toThrow(
      expect.objectContaining({
        code: 'bad-argument',
        message: expect.stringMatching(/No figure's name begins with 'updates'.*update-error/u) as string,
      }),
    );
  });
});
