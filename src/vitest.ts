/**
 * quarterwave/vitest: a test with a simulated board of its own. vitest is the project's own, 4.1 or newer.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestAPI } from 'vitest';
import { DEFAULT_ARRAYS, makeTwin } from './cli/index.js';
import { CrossbarError, systemClock, type Board, type Shape } from './core/index.js';
import { BoardClient, drawNonce, openInProcessTransport } from './drivers/index.js';
import { backgroundClock, serveTwinPty, serveTwinTcp, type Pace, type TimingProfile, type Twin } from './twin/index.js';

/** What a test may ask for. All but the last three are values to override: `twinTest.override({ seed: 7 })`. */
export interface TwinFixtures {
  /** A published device, or the path of a chip file that ends in .yaml; silver-chalcogenide. */
  chip: string;
  /** Of each array, where the chip file fixes none; 5x8 and 9x3. */
  arrays: readonly Shape[];
  /** Of the chip: the same seed gives the same cells, bit for bit; 1. */
  seed: number;
  /** How finely the board places edges; p1. */
  profile: TimingProfile;
  /** How long plans take: `instant`, no time at all, or `real-time`. */
  pace: Pace;
  /** Where `address` is served: a free TCP port of this machine, or a pseudo-terminal. */
  served: 'tcp' | 'pty';
  /** The simulated board itself, with the cells behind its pins. After the test its outputs must be grounded. */
  twin: Twin;
  /** The twin as this package's programs see a board, in this process; grounded and closed after the test. */
  board: Board;
  /** Where a program under test finds the twin, `tcp://127.0.0.1:40123` or `serial:///path`; gone after the test. */
  address: string;
}

/** States in which a board holds every output at 0 V and lets nobody move it (firmware-spec/protocol.md). */
const GROUNDED = new Set(['boot', 'safe', 'fault']);

const taken = new WeakMap<Twin, string>();

/** A board has one host: of two, each would hear the other's answers. */
function take(twin: Twin, fixture: 'board' | 'address'): void {
  const earlier = taken.get(twin);
  taken.set(twin, fixture);
  if (earlier === undefined) return;
  throw new CrossbarError(
    'bad-argument',
    `A test asked for both ${earlier} and ${fixture}, and a twin has one host. Take address alone and open it with ` +
      'openBoard(address).',
  );
}

/** Asked in words, as a person at a terminal does: that needs no session and ends none. */
function stateOf(twin: Twin): string {
  const decoder = new TextDecoder('latin1');
  let said = '';
  twin.onSend = (bytes) => (said += decoder.decode(bytes, { stream: true }));
  // ends what a host has left unfinished
  twin.receive(Uint8Array.of(0));
  twin.receive(new TextEncoder().encode('STATe?\n'));
  twin.onSend = () => {};
  return /\bSTAT (\S+)/u.exec(said)?.[1] ?? 'silent';
}

/** @throws CrossbarError `grounding-failed` where a host has left a board with its outputs released */
function assertGrounded(twin: Twin): void {
  const state = stateOf(twin);
  if (GROUNDED.has(state)) return;
  throw new CrossbarError(
    'grounding-failed',
    `The test left its board in ${state}, with outputs released. Ground it on every way out of what was tested: ground(), ` +
      'or close() of the board.',
    { state },
  );
}

async function serve(twin: Twin, served: 'tcp' | 'pty'): Promise<{ address: string; close: () => Promise<void> }> {
  if (served === 'tcp') {
    const { port, close } = await serveTwinTcp(twin, { host: '127.0.0.1', port: 0 });
    return { address: `tcp://127.0.0.1:${port}`, close };
  }
  const folder = mkdtempSync(join(tmpdir(), 'quarterwave-twin-'));
  const { path, close } = await serveTwinPty(twin, { path: join(folder, 'board') });
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  return { address: `serial://${path}`, close: () => close().finally(remove) };
}

/**
 * A vitest test with a simulated board: `twinTest('reads', async ({ board }) => ..)`. Every test has its own, made when it
 * asks for it, and fails where it leaves the outputs of its board released.
 */
export const twinTest: TestAPI<TwinFixtures> = test.extend<TwinFixtures>({
  chip: 'silver-chalcogenide',
  arrays: [...DEFAULT_ARRAYS],
  seed: 1,
  profile: 'p1',
  pace: 'instant',
  served: 'tcp',
  twin: async ({ chip, arrays, seed, profile, pace }, use) => {
    const twin = makeTwin({ chip, arrays, seed, profile, pace }, backgroundClock);
    try {
      await use(twin);
      assertGrounded(twin);
    } finally {
      twin.close();
    }
  },
  board: async ({ twin }, use) => {
    take(twin, 'board');
    const board = await BoardClient.open(
      openInProcessTransport(twin, 'twin:', () => {}),
      { uri: 'twin:', clock: systemClock, drawNonce },
    );
    try {
      await use(board);
    } finally {
      await board.close();
    }
  },
  address: async ({ twin, served }, use) => {
    take(twin, 'address');
    const { address, close } = await serve(twin, served);
    try {
      await use(address);
    } finally {
      await close();
    }
  },
});
