import { createServer, type AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quarterwave } from './run-quarterwave.js';
import { scratchFolder } from './scratch-folder.js';
import { smallRecipe } from './small-recipe.js';

const folder = scratchFolder();
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

async function complaint(args: readonly string[], code: number): Promise<string> {
  const finished = await quarterwave(args, folder);
  expect(finished.stdout).toBe('');
  expect(finished.stderr).not.toMatch(/\n\s+at /u);
  expect(finished.stderr.trim().split('\n')).toHaveLength(1);
  expect(finished.code).toBe(code);
  return finished.stderr;
}

describe('bad input gets one clear line and the right exit code', () => {
  it('a recipe with a wrong key', async () => {
    const recipe = smallRecipe(folder, { name: 'wrong', learningRate: 3 });
    expect(await complaint(['train', recipe], 2)).toMatch(
      /wrong-4\.yaml: learningRate is not a known key.*known here: .*rate/u,
    );
  });

  it('a recipe that is not YAML, or not there', async () => {
    expect(await complaint(['train', file('broken.yaml', 'name: [')], 2)).toContain('broken.yaml: is not YAML');
    expect(await complaint(['train', 'nowhere.yaml'], 2)).toContain('there is no such file');
    expect(await complaint(['train', 'rose'], 2)).toContain("No recipe is called 'rose'. Give iris");
  });

  it('a chip file with a negative conductance', async () => {
    const chip = file('chip.yaml', 'device: silver-chalcogenide\ninitialConductance: {min: -1 mS, max: 5 mS}\n');
    const line = await complaint(['read', '--board', `twin:${chip}`], 2);
    expect(line).toMatch(/chip\.yaml: initialConductance\.min must be above 0 S, got "-1 mS"/u);
  });

  it('a missing board', async () => {
    expect(await complaint(['read', '--board', 'serial:///dev/ttyNONE0'], 3)).toContain('/dev/ttyNONE0');
    expect(await complaint(['ground', '--board', 'tcp://127.0.0.1:1'], 3)).toContain('127.0.0.1:1');
    expect(await complaint(['ground', '--board', 'gpib:3'], 2)).toContain("unknown scheme 'gpib:'");
  });

  it('a port in use', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const line = await complaint(['twin', 'serve', '--listen', `tcp://127.0.0.1:${port}`], 2);
    expect(line).toContain(`127.0.0.1:${port} is in use`);
    await new Promise((resolve) => taken.close(resolve));
  });

  it('a non-numeric cell in a CSV', async () => {
    file('data.csv', 'a,b,class\n1,2,x\n3,oops,y\n');
    const recipe = smallRecipe(folder, { name: 'csv', data: { file: 'data.csv' } });
    expect(await complaint(['train', recipe], 2)).toMatch(/data\.csv line 3: 'oops' in column 'b' is not a number/u);
  });

  it('an update file with a missing field, and one that is no table of keys', async () => {
    expect(await complaint(['predict', file('empty.json', '{}')], 2)).toContain('empty.json: steps is missing');
    expect(await complaint(['plan', file('bad.json', 'x')], 2)).toContain(
      'bad.json: the file must be a mapping of keys to values',
    );
  });

  it('commands and flags that do not exist', async () => {
    expect(await complaint(['trian', 'iris'], 2)).toContain('train');
    expect(await complaint(['train', 'iris', '--sed', '3'], 2)).toContain('sed');
    expect(await complaint(['train', 'iris', '--seed', 'x'], 2)).toContain('--seed');
    expect(await complaint([], 2)).toContain('quarterwave train iris');
  });

  it('a folder that is no run', async () => {
    expect(await complaint(['runs', 'show', folder], 2)).toContain('is not a run');
    expect(await complaint(['train', '--resume', folder], 2)).toContain('is not a run');
  });

  it('a network that does not fit the board, and a chip the board does not hold', async () => {
    const recipe = smallRecipe(folder, { name: 'large' });
    expect(await complaint(['train', recipe, '--board', 'twin:?arrays=3x3'], 2)).toMatch(
      /Layer 1 needs an array of 5x4/u,
    );
    const unknown = await complaint(['train', recipe, '--chip', 'unobtainium'], 2);
    expect(unknown).toContain("No chip is called 'unobtainium'");
  });
});
