import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { planOfBlocks, systemClock, windowsFromStart } from '../../src/core/index.js';
import { openBoard } from '../../src/drivers/index.js';
import { builtInChip, createTwin, serveTwinPty, serveTwinTcp, serveTwinUnix, type Twin } from '../../src/twin/index.js';
import { scratchFolder } from '../cli/scratch-folder.js';

const folder = scratchFolder();
const PLAN = planOfBlocks(0, { rows: 2, columns: 3 }, [
  { ticks: 100, rows: [5000, -5000], windows: windowsFromStart([10, 20, 30]) },
]);

/** Serves a twin where it was served before, and says where. */
type Serve = (twin: Twin) => Promise<{ readonly uri: string; close(): Promise<void> }>;

function overTcp(): Serve {
  let port = 0;
  return async (twin) => {
    const server = await serveTwinTcp(twin, { host: '127.0.0.1', port });
    ({ port } = server);
    return { uri: `tcp://127.0.0.1:${port}`, close: server.close };
  };
}

const overUnix = (): Serve => async (twin) => {
  const path = join(folder, 'board.sock');
  return { uri: `unix://${path}`, close: (await serveTwinUnix(twin, { path })).close };
};

const overPty = (): Serve => async (twin) => {
  const path = join(folder, 'board');
  return { uri: `serial://${path}`, close: (await serveTwinPty(twin, { path })).close };
};

describe.each([
  ['TCP', overTcp],
  ['a unix socket', overUnix],
  ['a pty', overPty],
])('a board over %s', (_, make) => {
  it.each(['dropped', 'reset'] as const)('that was %s is found again and fires nothing twice', async (what) => {
    const twin = createTwin({ chip: builtInChip('silver-chalcogenide'), arrays: [PLAN.shape], seed: 2 });
    const serve = make();
    let server = await serve(twin);
    onTestFinished(() => server.close());
    const noTwin = (): never => {
      throw new Error('no twin is asked for');
    };
    const board = await openBoard(server.uri, { clock: systemClock, openTwin: noTwin });
    const run = (): Promise<unknown> => board.crossbars[0]!.run(PLAN, { serial: board.takeSerial() });
    await run();
    if (what === 'reset') twin.reset();
    else {
      await server.close();
      server = await serve(twin);
    }
    await Promise.all([run(), run()]);
    expect([1, 2, 3].map((serial) => twin.ledger.executions(serial))).toEqual([1, 1, 1]);
    expect(board.health.reconnections).toBeGreaterThan(0);
    await board.close();
  });
});
