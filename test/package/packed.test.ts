import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../cli/scratch-folder.js';
import { makeOtherProject, runTool } from './other-project.js';

const RIG_TEST = `
import { builtInChip, createTwin, serveTwinTcp } from 'quarterwave/twin';
import { openBoard } from 'quarterwave';
import { twinTest } from 'quarterwave/vitest';
import { describe, expect, test } from 'vitest';

const read = (board: Awaited<ReturnType<typeof openBoard>>): Promise<number> =>
  board.crossbars[0]!.readForward(Float64Array.of(0.1, 0)).then(({ amperes }) => amperes[0]!);

describe('a rig', () => {
  twinTest.override({ arrays: [{ rows: 2, columns: 3 }], seed: 7 });

  twinTest('in this process', async ({ board, twin }) => {
    expect(board.crossbars[0]!.shape).toEqual({ rows: 2, columns: 3 });
    expect(Math.abs(await read(board))).toBeGreaterThan(1e-6);
    expect(twin.chip.arrays[0]!.reads).toBe(1);
  });

  twinTest('over TCP, closed as it should be', async ({ address }) => {
    expect(address).toMatch(/^tcp:/);
    await using board = await openBoard(address);
    expect(Math.abs(await read(board))).toBeGreaterThan(1e-6);
  });

  describe('on a pseudo-terminal', () => {
    twinTest.override({ served: 'pty' });
    twinTest('opens as a serial port', async ({ address }) => {
      await using board = await openBoard(address);
      expect(board.uri).toMatch(/^serial:/);
      await read(board);
    });
  });
});

test('a twin of one\\'s own', async () => {
  const twin = createTwin({ chip: builtInChip('anodic-titania'), arrays: [{ rows: 2, columns: 2 }], seed: 1 });
  const { port, close } = await serveTwinTcp(twin, { host: '127.0.0.1', port: 0 });
  const board = await openBoard(\`tcp://127.0.0.1:\${port}\`);
  expect(board.identity.chip).toBe('anodic-titania');
  await board.close();
  await close();
  twin.close();
});

twinTest('a host that goes without a word', async ({ address }) => {
  const board = await openBoard(\`\${address}?reconnect=0\`);
  await board.crossbars[0]!.readForward(new Float64Array(5).fill(0.1));
});

twinTest('two hosts of one board', ({ board, address }) => void [board, address]);
`;

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    module: 'NodeNext',
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable'],
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    types: ['node'],
    noEmit: true,
  },
});

describe('the package as another project has it', () => {
  const folder = scratchFolder();
  beforeAll(() => {
    makeOtherProject(folder, {
      'package.json': JSON.stringify({ name: 'rig', type: 'module' }),
      'tsconfig.json': TSCONFIG,
      'rig.test.ts': RIG_TEST,
    });
  }, 60_000);

  // what both wait for is another process
  it.concurrent(
    'gives its tests twins, and fails those that leave outputs released or give a board two hosts',
    async () => {
      const { code, said } = await runTool(folder, 'vitest/vitest.mjs', ['run', '--maxWorkers=1']);
      expect(said).toContain('FAIL  rig.test.ts > a host that goes without a word');
      expect(said).toContain('The test left its board in idle, with outputs released.');
      expect(said).toContain('FAIL  rig.test.ts > two hosts of one board');
      expect(said).toContain('A test asked for both board and address, and a twin has one host.');
      expect(said).toContain('2 failed | 4 passed');
      expect(code).toBe(1);
    },
  );

  it.concurrent('has types for all of it', async () => {
    expect(await runTool(folder, 'typescript/bin/tsc', [])).toEqual({ code: 0, said: '' });
  });

  it('carries its benches', () => {
    expect(readdirSync(join(folder, 'node_modules', 'quarterwave', 'bench'))).toContain('index.mjs');
  });
});
