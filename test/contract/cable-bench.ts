import { expect, onTestFinished } from 'vitest';
import { planOfBlocks, windowsFromStart } from '../../src/core/index.js';
import { BoardClient, openInProcessTransport, type Transport } from '../../src/drivers/index.js';
import { builtInChip, createTwin, type Twin, type TwinOptions } from '../../src/twin/index.js';
import { FaultPipe } from '../mocks/fault-pipe.js';
import { noncesFrom } from '../mocks/nonces.js';
import { VirtualClock } from '../mocks/virtual-clock.js';

const SHAPE = { rows: 2, columns: 3 };
export const ROWS = Float64Array.of(0.05, -0.05);
export const PLAN = planOfBlocks(0, SHAPE, [
  { ticks: 100, rows: [5000, 4000], windows: windowsFromStart([10, 20, 30]) },
  { ticks: 100, rows: [-5000, -4000], windows: windowsFromStart([30, 20, 10]) },
]);
/** Reads the three columns along the way. */
export const SAMPLING = planOfBlocks(0, SHAPE, [
  { ticks: 100, rows: [500, 400], windows: windowsFromStart([50, 50, 50]), sampleTick: 30 },
]);

export interface Bench {
  readonly twin: Twin;
  readonly clock: VirtualClock;
  readonly client: BoardClient;
  /** The cable that is plugged in now. */
  readonly cable: () => FaultPipe;
  /** Boards behind the port from now on; undefined for none. */
  readonly plug: (twin: Twin | undefined) => void;
  /** How often the port was opened. */
  readonly openings: () => number;
}

export const makeTwin = (options: Partial<TwinOptions> = {}): Twin =>
  createTwin({ chip: builtInChip('silver-chalcogenide'), arrays: [SHAPE], seed: 5, ...options });

/** A board on a cable that can be pulled and plugged. */
export async function cableBench(options: Partial<TwinOptions> = {}, clock = new VirtualClock()): Promise<Bench> {
  const twin = makeTwin(options);
  let plugged: Twin | undefined = twin;
  let pipe!: FaultPipe;
  let opened = 0;
  const open = async (): Promise<Transport> => {
    opened += 1;
    if (plugged === undefined) throw Object.assign(new Error('no such port'), { code: 'board-not-found' });
    pipe = new FaultPipe(openInProcessTransport(plugged), { clock });
    return pipe;
  };
  const drawNonce = noncesFrom(100);
  const client = await BoardClient.open(await open(), { uri: 'bench', clock, drawNonce, reopen: open });
  onTestFinished(async () => {
    await clock.during(client.close().catch(() => {}));
    twin.close();
    expect(clock.pending, 'timers left behind').toBe(0);
  });
  return { twin, clock, client, cable: () => pipe, plug: (board) => (plugged = board), openings: () => opened };
}
