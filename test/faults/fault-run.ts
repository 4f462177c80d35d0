import { expect } from 'vitest';
import { randomStream, type PulsePlan, type RandomStream, type Shape } from '../../src/core/index.js';
import { BoardClient, openInProcessTransport, type Transport } from '../../src/drivers/index.js';
import { builtInChip, createTwin, type Twin, type TwinOptions } from '../../src/twin/index.js';
import { FaultPipe, type Faults } from '../mocks/fault-pipe.js';
import { noncesFrom } from '../mocks/nonces.js';
import { VirtualClock } from '../mocks/virtual-clock.js';
import { CarefulHost, type Belief } from './careful-host.js';

const SHAPE: Shape = { rows: 3, columns: 4 };
const BLOCKS = 3;

/** One run of plans over a bad link with a board that is reset now and then; all of it follows from the seed. */
export interface FaultRunOptions {
  readonly seed: number;
  readonly plans: number;
}

export interface FaultRunResult {
  /** Serials the board has spent. */
  readonly serials: number;
  readonly indeterminate: number;
  readonly resets: number;
  readonly reconnections: number;
  readonly framesRepeated: number;
  /** How often the client had to be opened anew. */
  readonly openings: number;
}

const twinOf = (seed: number, more: Partial<TwinOptions>): Twin =>
  createTwin({ chip: builtInChip('silver-chalcogenide'), arrays: [SHAPE], seed, ...more });

/** How bad a link is: each fault up to its worst, many of them not at all. */
function drawFaults(random: RandomStream): Faults {
  const upTo = (worst: number): number => Math.max(0, random.uniform() * 2 - 1) * worst;
  return {
    drop: upTo(0.1),
    corrupt: upTo(0.1),
    duplicate: upTo(0.1),
    split: upTo(0.5),
    truncate: upTo(0.05),
    reorder: upTo(0.05),
    delay: upTo(0.05),
    disconnect: upTo(0.01),
  };
}

function drawPlan(random: RandomStream): PulsePlan {
  const draw = (below: number): number => Math.floor(random.uniform() * below);
  return {
    array: 0,
    shape: SHAPE,
    blockTicks: new Uint32Array(BLOCKS).fill(100),
    rowCodes: Int32Array.from({ length: BLOCKS * SHAPE.rows }, () => draw(10_001) - 5000),
    columnTicks: Uint32Array.from({ length: BLOCKS * SHAPE.columns }, () => draw(101)),
  };
}

/** The same plans over a good link to a fresh board, as far as the ledger says that they were executed. */
async function replayed(seed: number, twin: Twin, beliefs: ReadonlyMap<number, Belief>): Promise<Float64Array> {
  const clean = twinOf(seed, {});
  const board = await BoardClient.open(openInProcessTransport(clean), {
    uri: 'twin:',
    clock: new VirtualClock(),
    drawNonce: noncesFrom(1),
  });
  for (const [serial, { plan }] of [...beliefs].toSorted(([a], [b]) => a - b)) {
    const blocks = twin.ledger.executions(serial) === 0 ? 0 : (twin.ledger.cutOff(serial)?.blocks ?? BLOCKS);
    if (blocks === 0) continue;
    const done: PulsePlan = {
      ...plan,
      blockTicks: plan.blockTicks.slice(0, blocks),
      rowCodes: plan.rowCodes.slice(0, blocks * SHAPE.rows),
      columnTicks: plan.columnTicks.slice(0, blocks * SHAPE.columns),
    };
    await board.crossbars[0]!.run(done, { serial: board.takeSerial() });
  }
  await board.close();
  return clean.chip.arrays[0]!.states;
}

/** Runs it and holds it to the promise: at most once, always knowable, and the same cells as on a good link. */
export async function faultRun({ seed, plans }: FaultRunOptions): Promise<FaultRunResult> {
  const random = randomStream(seed, 'fault-run');
  const clock = new VirtualClock();
  const resetChance = Math.max(0, random.uniform() - 0.5) * 0.02;
  let resets = 0;
  let quiet = false;
  const twin = twinOf(seed, {
    ...(random.uniform() < 0.5 ? { clock } : {}),
    resetAt: () => {
      const now = !quiet && random.uniform() < resetChance;
      if (now) resets += 1;
      return now;
    },
  });
  /** Between plans, too; a board on USB drops off the bus with it. */
  const resetNowAndThen = (): void => {
    if (resetChance === 0) return;
    clock.after(random.uniform() * 10_000, () => {
      if (quiet) return;
      resets += 1;
      twin.reset();
      if (random.uniform() < 0.5) pipe?.disconnect();
      resetNowAndThen();
    });
  };
  const toBoard = drawFaults(random);
  const toHost = drawFaults(random);
  let pipes = 0;
  let pipe: FaultPipe | undefined;
  const openPipe = async (): Promise<Transport> => {
    pipes += 1;
    pipe = new FaultPipe(openInProcessTransport(twin), { seed: seed + 1e6 * pipes, clock, toBoard, toHost });
    return pipe;
  };
  const drawNonce = noncesFrom(1 + seed * 1000);
  const host = new CarefulHost(
    async () => BoardClient.open(await openPipe(), { uri: 'twin:', clock, drawNonce, reopen: openPipe }),
    drawPlan,
  );
  resetNowAndThen();
  await clock.during(host.run(random, plans));

  quiet = true;
  if (pipe) pipe.toBoard = pipe.toHost = {};
  await clock.during(host.close());

  const last = twin.ledger.total;
  let indeterminate = 0;
  const serials = [...host.beliefs.keys()].toSorted((a, b) => a - b);
  expect(serials, 'serials without a gap').toEqual(Array.from(serials, (_, at) => at + 1));
  let executed = 0;
  for (const [serial, { outcome }] of host.beliefs) {
    const executions = twin.ledger.executions(serial);
    executed += executions;
    const complete = executions === 1 && twin.ledger.cutOff(serial) === undefined;
    if (outcome === 'done') expect(complete, `serial ${serial} is done, and was executed once`).toBe(true);
    else {
      indeterminate += 1;
      expect(executions, `serial ${serial} is indeterminate`).toBeLessThanOrEqual(1);
    }
  }
  expect(last, 'executions of serials that nobody knows of').toBe(executed);
  expect(twin.chip.arrays[0]!.states).toEqual(await replayed(seed, twin, host.beliefs));
  twin.close();
  const { openings, reconnections, framesRepeated } = host;
  return { serials: serials.length, indeterminate, resets, reconnections, framesRepeated, openings };
}
