import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chipFor } from '../src/cli/chip-choice.js';
import { buildChip } from '../src/twin/index.js';

const files = readdirSync('chips').filter((name) => name.endsWith('.yaml'));

describe('the chip files that come along', () => {
  it.each(files)('%s is a chip', (name) => {
    const chip = chipFor(`chips/${name}`);
    const [array] = buildChip(chip, chip.arrays ?? [{ rows: 3, columns: 3 }], 1).arrays;
    for (const x of array!.states) expect(x >= 0 && x <= 1).toBe(true);
  });
});
