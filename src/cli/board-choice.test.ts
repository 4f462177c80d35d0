import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openAnyBoard } from './open-board.js';

const BENCH = fileURLToPath(new URL('../../boards/bench.yaml', import.meta.url));

async function residualOf(address: string): Promise<{ readonly residual: number; readonly readSeconds: number }> {
  const board = await openAnyBoard(address);
  try {
    const { residualVolts } = await board.ground();
    return { residual: residualVolts, readSeconds: board.crossbars[0]!.limits.readSeconds };
  } finally {
    await board.close();
  }
}

describe('the board of a twin', () => {
  it('is the one of the board file that its address names', async () => {
    expect(await residualOf('twin:')).toEqual({ residual: 0, readSeconds: 10e-6 });
    const { residual, readSeconds } = await residualOf(`twin:?board=${BENCH}`);
    expect(readSeconds).toBe(20e-6);
    expect(residual).toBeGreaterThan(0);
    expect(residual).toBeLessThan(5e-3);
  });

  it('has one profile, from one place', async () => {
    await expect(openAnyBoard(`twin:?board=${BENCH}&profile=p10`)).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(openAnyBoard(`twin:?board=${BENCH}`, { profile: 'p1' })).rejects.toThrow(/has a profile of its own/u);
  });

  it('is refused by name where there is no such file, or no such option', async () => {
    await expect(openAnyBoard('twin:?board=nowhere.yaml')).rejects.toThrow(
      'nowhere.yaml: there is no such file. Give the path of a board file (YAML).',
    );
    await expect(openAnyBoard('twin:?borad=x.yaml')).rejects.toThrow(
      "a twin has no 'borad'. It has seed, arrays, state, board, profile, pace.",
    );
  });
});
