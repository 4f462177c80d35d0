import { expect } from 'vitest';
import {
  CrossbarError,
  randomStream,
  type PlanRecord,
  type PulsePlan,
  type RandomStream,
  type Shape,
} from '../../src/core/index.js';
import { BoardClient, openInProcessTransport, type Transport } from '../../src/drivers/index.js';
import { builtInChip, createTwin, type Twin, type TwinOptions } from '../../src/twin/index.js';
import { FaultPipe, type Faults } from '../mocks/fault-pipe.js';
import { noncesFrom } from '../mocks/nonces.js';
import { VirtualClock } from '../mocks/virtual-clock.js';

const SHAPE: Shape = { rows: 3, columns: 4 };
const BLOCKS = 3;
/** As many as the scheduler keeps in flight, and one more. */
const MOST_AT_ONCE = 3;

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

/** What the host came to know of a serial, without a look at the twin. */
type Belief = { readonly plan: PulsePlan; readonly outcome: 'done' | 'indeterminate' };

/** The host's side of a run: fires plans a few at a time and settles what went wrong, as a careful program would. */
class CarefulHost {
  readonly beliefs = new Map<number, Belief>();
  openings = 0;
  reconnections = 0;
  framesRepeated = 0;
  readonly #open: () => Promise<BoardClient>;
  #board: BoardClient | undefined;

  constructor(open: () => Promise<BoardClient>) {
    this.#open = open;
  }

  async run(random: RandomStream, plans: number): Promise<void> {
    while (this.beliefs.size < plans) {
      const board = await this.#openBoard();
      const atOnce = Math.min(plans - this.beliefs.size, 1 + Math.floor(random.uniform() * MOST_AT_ONCE));
      const firings = Array.from({ length: atOnce }, () => this.#fire(board, drawPlan(random)));
      const reading =
        random.uniform() < 0.2 ? board.crossbars[0]!.readForward(new Float64Array(3).fill(0.05)) : undefined;
      const failures = (await Promise.allSettled(firings)).filter(({ status }) => status === 'rejected');
      await reading?.catch(() => {});
      if (failures.length > 0) await this.#settle(board);
    }
  }

  async close(): Promise<void> {
    await this.#board?.close().catch(() => {});
    this.#letGo();
  }

  async #openBoard(): Promise<BoardClient> {
    while (this.#board === undefined) {
      this.openings += 1;
      this.#board = await this.#open().catch(() => undefined);
      if (this.#board) await this.#settle(this.#board);
    }
    return this.#board;
  }

  #letGo(): void {
    this.reconnections += this.#board?.health.reconnections ?? 0;
    this.framesRepeated += this.#board?.health.framesRepeated ?? 0;
    this.#board = undefined;
  }

  /** Plans that were given a serial and not yet heard of. */
  readonly #open_ = new Map<number, PulsePlan>();

  async #fire(board: BoardClient, plan: PulsePlan): Promise<PlanRecord> {
    const serial = board.takeSerial();
    this.#open_.set(serial, plan);
    const record = await board.crossbars[0]!.run(plan, { serial });
    this.#believe(serial, record);
    return record;
  }

  #believe(serial: number, record: PlanRecord): void {
    const plan = this.#open_.get(serial);
    this.#open_.delete(serial);
    if (plan === undefined) return;
    expect(this.beliefs.has(serial), `serial ${serial} heard of twice`).toBe(false);
    expect(record.outcome).not.toBe('aborted');
    this.beliefs.set(serial, { plan, outcome: record.outcome === 'done' ? 'done' : 'indeterminate' });
  }

  /** Asks for every open serial, and reads the cells of a plan that was cut off. Fires nothing. */
  async #settle(board: BoardClient): Promise<void> {
    try {
      const { state, lastSerial } = await board.status();
      for (const serial of this.#open_.keys()) {
        const record = await board.recordOf(serial);
        if (record !== undefined) this.#believe(serial, record);
        else this.#open_.delete(serial);
      }
      if (state !== 'indeterminate') return;
      await board.crossbars[0]!.readForward(new Float64Array(SHAPE.rows).fill(0.05));
      await board.reconcile(lastSerial, 'partial');
    } catch (error) {
      expect(error).toBeInstanceOf(CrossbarError);
      await board.close().catch(() => {});
      this.#letGo();
    }
  }
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
  const host = new CarefulHost(async () =>
    BoardClient.open(await openPipe(), { uri: 'twin:', clock, drawNonce, reopen: openPipe }),
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
