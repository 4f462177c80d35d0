import { expect, onTestFinished } from 'vitest';
import { planOfBlocks, windowsFromStart, type PulsePlan, type Shape } from '../../src/core/index.js';
import { BoardClient, openInProcessTransport } from '../../src/drivers/index.js';
import { FaultPipe, type FaultPipeOptions } from './fault-pipe.js';
import { ScriptedBoard, type Behaviour } from './scripted-board.js';
import { VirtualClock } from './virtual-clock.js';
import { noncesFrom } from './nonces.js';

/** Time to answer of the clients below, milliseconds. */
export const SECOND = 1000;

/** Fits the scripted board. */
export const PLAN: PulsePlan = planOf({});

/** Like {@link PLAN}, but for these. */
export function planOf({
  ticks = 4,
  rows = [100, -100],
  windows = [1, 0, 4],
  shape = { rows: 2, columns: 3 },
}: {
  readonly ticks?: number;
  readonly rows?: readonly number[];
  readonly windows?: readonly number[];
  readonly shape?: Shape;
}): PulsePlan {
  return planOfBlocks(0, shape, [{ ticks, rows, windows: windowsFromStart(windows) }]);
}
export const ROWS = Float64Array.of(0.1, -0.1);

/** A client, the board it talks to and what lies between, on a clock of their own. */
export interface ScriptedSession {
  readonly client: BoardClient;
  readonly board: ScriptedBoard;
  readonly pipe: FaultPipe;
  readonly clock: VirtualClock;
}

export interface OpeningSession extends Omit<ScriptedSession, 'client'> {
  readonly opening: Promise<BoardClient>;
}

/** Called in a test; the test fails where timers are left at its end. */
export function connect(board: ScriptedBoard, faults: FaultPipeOptions = {}): OpeningSession {
  const clock = new VirtualClock();
  onTestFinished(() => expect(clock.pending, 'timers left behind').toBe(0));
  const pipe = new FaultPipe(openInProcessTransport(board), faults);
  const opening = held(
    BoardClient.open(pipe, { uri: 'script:', clock, drawNonce: noncesFrom(1), replyMilliseconds: SECOND }),
  );
  return { opening, board, pipe, clock };
}

export async function opened(...behaviours: readonly Behaviour[]): Promise<ScriptedSession> {
  const { opening, ...rest } = connect(new ScriptedBoard(...behaviours));
  return { client: await opening, ...rest };
}

/** Lets a promise that may reject wait without anybody complaining. */
export function held<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}
