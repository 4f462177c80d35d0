import { expect } from 'vitest';
import {
  planOfBlocks,
  planSamples,
  randomStream,
  type BlockToPlan,
  type PulsePlan,
  type RandomStream,
  type Shape,
} from '../../src/core/index.js';
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
  /** Plans whose samples came to the host, and those that were done and whose samples were lost. */
  readonly sampled: number;
  readonly samplesLost: number;
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

/** Ticks of a block, of T_rd, and the least from the start of a block to a sample. */
const BLOCK_TICKS = 100;
const READ_TICKS = 10;
const EARLIEST_SAMPLE = 20;

/** @param samples whether currents are measured in every block */
function drawPlan(random: RandomStream, samples: boolean): PulsePlan {
  const draw = (below: number): number => Math.floor(random.uniform() * below);
  const drawBlock = (): BlockToPlan => {
    const rows = Array.from({ length: SHAPE.rows }, () => draw(10_001) - 5000);
    const lengths = Array.from({ length: SHAPE.columns }, () => draw(BLOCK_TICKS + 1));
    if (!samples) return { ticks: BLOCK_TICKS, rows, windows: lengths.map((length) => [0, length] as const) };
    const sampleTick = EARLIEST_SAMPLE + draw(BLOCK_TICKS - EARLIEST_SAMPLE + 1);
    const from = draw(sampleTick - READ_TICKS + 1);
    // the first column is closed for the sample, others where it happens
    const windows = lengths.map((length, column) => {
      const until = column === 0 ? Math.max(length, sampleTick) : length;
      return until > from ? ([from, until] as const) : ([0, 0] as const);
    });
    return { ticks: BLOCK_TICKS, rows, windows, sampleTick };
  };
  return planOfBlocks(0, SHAPE, Array.from({ length: BLOCKS }, drawBlock));
}

/** The plan as far as its first blocks. */
function cutTo(plan: PulsePlan, count: number): PulsePlan {
  const { ticks, rows, columns, windows, gates, sampleTicks, reference } = plan.blocks;
  const blocks = {
    ticks: ticks.slice(0, count),
    rows: rows.slice(0, count),
    columns: columns.slice(0, count),
    windows: windows.slice(0, count),
    gates: gates.slice(0, count),
    sampleTicks: sampleTicks.slice(0, count),
    reference: reference.slice(0, count),
  };
  return { ...plan, blocks };
}

/**
 * The same plans over a good link to a fresh board, as far as the ledger says that they were executed: how its cells are
 * then. They must have sampled what was sampled.
 */
async function replayed(seed: number, twin: Twin, beliefs: ReadonlyMap<number, Belief>): Promise<Float64Array> {
  const clean = twinOf(seed, {});
  const board = await BoardClient.open(openInProcessTransport(clean), {
    uri: 'twin:',
    clock: new VirtualClock(),
    drawNonce: noncesFrom(1),
  });
  for (const [serial, { plan, samples }] of [...beliefs].toSorted(([a], [b]) => a - b)) {
    const blocks = twin.ledger.executions(serial) === 0 ? 0 : (twin.ledger.cutOff(serial)?.blocks ?? BLOCKS);
    if (blocks === 0) continue;
    const result = await board.crossbars[0]!.run(cutTo(plan, blocks), { serial: board.takeSerial() });
    // what a host has heard of a plan that it was told was done is what was measured
    if (samples !== undefined) expect(samples, `samples of serial ${serial}`).toEqual(result.samples);
  }
  await board.close();
  return clean.chip.arrays[0]!.states;
}

/** Runs it and holds it to the promise: at most once, always knowable, and the same cells as on a good link. */
export async function faultRun({ seed, plans }: FaultRunOptions): Promise<FaultRunResult> {
  const random = randomStream(seed, 'fault-run');
  const clock = new VirtualClock();
  const resetChance = Math.max(0, random.uniform() - 0.5) * 0.02;
  const samples = random.uniform() < 0.5;
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
    (stream) => drawPlan(stream, samples),
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
  let [executed, sampled, samplesLost] = [0, 0, 0];
  for (const [serial, { plan, outcome, samples: heard }] of host.beliefs) {
    if (outcome === 'done' && heard === undefined && planSamples(plan) > 0) samplesLost += 1;
    else if (heard !== undefined && heard.length > 0) sampled += 1;
    if (heard !== undefined) expect(heard.length, `samples of serial ${serial}`).toBe(planSamples(plan));
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
  const counts = { serials: serials.length, indeterminate, resets, sampled, samplesLost };
  return { ...counts, reconnections, framesRepeated, openings };
}
