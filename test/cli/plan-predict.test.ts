import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { quarterwave } from './run-quarterwave.js';
import { scratchFolder } from './scratch-folder.js';

const folder = scratchFolder();
const golden = (file: string): string => fileURLToPath(new URL(`../golden/${file}`, import.meta.url));
const files = readdirSync(golden('')).filter((file) => file.endsWith('.json'));
const first = golden('update-silver-chalcogenide-3x2-ron1e-3.json');

interface Update {
  rowVolts: number[][];
  columnOnSeconds: number[][];
  finalStates: number[][];
}

const read = (path: string): Update => JSON.parse(readFileSync(path, 'utf8')) as Update;

describe('quarterwave predict', () => {
  it.each(files)('gives the final states of %s as ngspice does', async (file) => {
    const { code, stdout } = await quarterwave(['predict', golden(file), '--json'], folder);
    expect(code).toBe(0);
    const { finalStates } = JSON.parse(stdout) as Update;
    const wanted = read(golden(file)).finalStates;
    for (const [row, states] of wanted.entries()) {
      for (const [column, state] of states.entries()) {
        expect(Math.abs(finalStates[row]![column]! - state)).toBeLessThan(1e-5);
      }
    }
  });
});

describe('quarterwave plan', () => {
  it('gives rows and windows as JSON', async () => {
    const { code, stdout } = await quarterwave(['plan', first, '--format', 'json'], folder);
    expect(code).toBe(0);
    const shown = JSON.parse(stdout) as Update;
    const wanted = read(first);
    for (const [row, quarters] of wanted.rowVolts.entries()) {
      for (const [quarter, volts] of quarters.entries()) expect(shown.rowVolts[row]![quarter]).toBeCloseTo(volts, 8);
    }
    for (const [column, quarters] of wanted.columnOnSeconds.entries()) {
      for (const [quarter, seconds] of quarters.entries()) {
        expect(shown.columnOnSeconds[column]![quarter]).toBeCloseTo(seconds, 8);
      }
    }
  });

  it('draws an SVG and writes a table', async () => {
    const svg = await quarterwave(['plan', first], folder);
    expect(svg.stdout).toMatch(/^<svg[\s\S]*Q4[\s\S]*<\/svg>\s*$/u);
    const csv = await quarterwave(['plan', first, '--format', 'csv'], folder);
    const table = csv.stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    // header, then 3 rows and 2 columns in each of 4 quarters
    expect(table).toHaveLength(1 + 5 * 4);
  });

  it('rounds to a board, and refuses with exit 5 what that board does not allow', async () => {
    const rounded = await quarterwave(['plan', first, '--format', 'json', '--board', 'twin:'], folder);
    expect(rounded.code).toBe(0);
    const { columnOnSeconds } = JSON.parse(rounded.stdout) as Update;
    for (const seconds of columnOnSeconds.flat()) expect((seconds * 1e6) % 1).toBeCloseTo(0, 6);
    const strong = join(folder, 'strong.json');
    writeFileSync(strong, JSON.stringify({ ...read(first), rowVolts: undefined, voltsPerInput: 1 }));
    const refused = await quarterwave(['plan', strong, '--board', 'twin:'], folder);
    expect(refused.code).toBe(5);
    expect(refused.stderr).toMatch(/row W\d\d block 1 asks for .*V, the limit is 319\.946 mV/u);
  });

  it('refuses with exit 2 an update that is for another device than the board holds', async () => {
    const titania = golden('update-anodic-titania-3x2-ron1e-3.json');
    const wrong = await quarterwave(
      ['plan', titania, '--board', 'twin:?arrays=3x2', '--chip', 'silver-chalcogenide'],
      folder,
    );
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/says it holds silver-chalcogenide/u);
  });
});
