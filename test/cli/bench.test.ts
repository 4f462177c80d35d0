import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { quarterwave } from './run-quarterwave.js';
import { scratchFolder } from './scratch-folder.js';

const folder = scratchFolder();

describe('quarterwave bench', () => {
  it('lists every figure under a name of its own, with what it measures', async () => {
    const { code, stdout } = await quarterwave(['bench', '--list', '--json'], folder);
    expect(code).toBe(0);
    const lines = stdout.trim().split('\n');
    const figures = lines.map((line) => JSON.parse(line) as { name: string; what: string; unit: string });
    expect(figures.length).toBeGreaterThan(10);
    expect(new Set(figures.map(({ name }) => name)).size).toBe(figures.length);
    for (const { name, what, unit } of figures) {
      expect(name).toMatch(/^[a-z\d.]+(-[a-z\d.]+)*$/u);
      expect([typeof what, typeof unit]).toEqual(['string', 'string']);
    }
  });
});

const SAMPLE = `
const figures = [
  { name: 'rate', what: 'a rate', unit: '1/s', peer: 'a snail', atLeast: 10 },
  { name: 'rate-alone', what: 'a rate', unit: '1/s' },
  { name: 'absent', what: 'beside a peer that is not here', unit: '1/s', peer: 'a hare', debian: 'hare', atLeast: 10 },
  { name: 'error', what: 'from a reference that is not here', unit: '', debian: 'hare', atMost: 1 },
];
const run = () => ({ rate: { value: 50, peerValue: 4 }, 'rate-alone': 50, absent: 50, error: null });
const missed = { figures: [{ name: 'missed', what: 'too much', unit: 'MB', atMost: 100 }], run: () => ({ missed: 100.5 }) };
const broken = { figures: [{ name: 'broken', what: 'nothing', unit: '' }], run: () => ({}) };
const last = { figures: [{ name: 'last', what: 'one', unit: '' }], run: () => ({ last: 1 }) };
export const benches = [{ figures, run }, missed, broken, last];
`;

// every run is a process or more, which this one only waits for
describe.concurrent('quarterwave bench, of a package with other benches', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const copy = join(folder, 'package');

  beforeAll(() => {
    mkdirSync(copy);
    for (const path of ['dist', 'bench', 'package.json'])
      cpSync(join(root, path), join(copy, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    writeFileSync(join(copy, 'bench', 'sample.mjs'), SAMPLE);
    const index = join(copy, 'bench', 'index.mjs');
    writeFileSync(index, readFileSync(index, 'utf8').replace(/(modules = )[^;]*;/u, "$1['sample.mjs'];"));
  }, 60_000);

  const bench = (...args: string[]) => quarterwave(['bench', ...args], folder, join(copy, 'dist/cli/main.js'));

  it('holds the ratio to a peer to its target, and does without a peer that is not installed', async () => {
    const { code, stdout, stderr } = await bench('rate', 'absent', 'error', '--json');
    expect(code).toBe(0);
    // rate is a whole name, though another begins with it
    const none = { peer: null, peerValue: null, ratio: null };
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { name: 'rate', value: 50, unit: '1/s', peer: 'a snail', peerValue: 4, ratio: 12.5, atLeast: 10, held: true },
      { name: 'absent', value: 50, unit: '1/s', ...none, atLeast: 10, held: null, install: 'hare' },
      { name: 'error', value: null, unit: '', ...none, atLeast: null, atMost: 1, held: null, install: 'hare' },
    ]);
    expect(stderr).toMatch(/^3 figures in .*: 1 targets held, 0 missed, 2 without their peer;/u);
  });

  it('exits with 6 where a target is missed', async () => {
    const { code, stdout } = await bench('missed', 'rate-al', 'err');
    expect(stdout).toMatch(
      /^rate-alone +50 1\/s\nerror +not measured, no peer: apt-get install hare; at most 1: not judged\nmissed +100.5 MB; at most 100: MISSED\n$/u,
    );
    expect(code).toBe(6);
  });

  it('fails where a bench gives no figure, and goes on with the others', async () => {
    const { code, stdout, stderr } = await bench();
    expect(code).toBe(1);
    expect(stderr).toMatch(/sample.mjs gave no value for broken[^]*error: bench\/sample.mjs ended without broken/u);
    expect(stdout).toMatch(/^last +1$/mu);
  });
});
