import {
  formatCell,
  formatShape,
  LimitError,
  noStress,
  planBlocks,
  type Board,
  type CellStress,
  type Clock,
  type DeviceProfile,
  type HostTime,
  type PulsePlan,
  type StimulusLedger,
} from '../../core/index.js';
import { StressCounter } from '../../pulse/index.js';
import { emptyLedger, readLedger, writeLedger, type ChipFolder, type LedgerPages } from '../../runs/index.js';

/** What a killed program can forget: a ledger is saved this often while plans are fired. */
const SAVE_MILLISECONDS = 1000;

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0);

/** The ledger of the chip on an open board: kept in memory, saved beside the chip's passport. */
export class ChipLedger implements StimulusLedger {
  readonly #folder: ChipFolder;
  readonly #clock: Clock;
  readonly #counters: readonly StressCounter[];
  readonly #arrays: readonly CellStress[];
  /** One plan's worth, for plans that come near the budget. */
  readonly #trial: readonly CellStress[];
  /** Upper bound of the pulses of any cell of an array. */
  readonly #most: number[];
  readonly #shapes: LedgerPages['shapes'];
  #plans: number;
  #uncounted: number;
  #countedTo: number;
  #savedAt: HostTime;
  #dirty = false;

  /**
   * Goes on with a chip's account, or begins one.
   *
   * @throws CrossbarError `run-damaged` where the file cannot be trusted, LimitError `array-shape` where it is of another chip
   */
  constructor(folder: ChipFolder, board: Board, profile: DeviceProfile, clock: Clock) {
    const shapes = board.crossbars.map(({ shape }) => shape);
    const pages = readLedger(folder.ledger) ?? emptyLedger(shapes, board.lastSerialAtOpen);
    assertSameShapes(folder, pages, shapes);
    this.#folder = folder;
    this.#clock = clock;
    this.#shapes = pages.shapes;
    this.#counters = shapes.map((shape) => new StressCounter(shape, board.limits, profile));
    this.#arrays = pages.arrays;
    this.#trial = shapes.map(noStress);
    this.#most = pages.arrays.map(({ pulses }) => largest(pulses));
    this.#plans = pages.plans;
    // a board whose count is lower is another board: nothing of the chip's account is taken back for that
    this.#uncounted = pages.uncounted + Math.max(0, board.lastSerialAtOpen - pages.countedTo);
    this.#countedTo = board.lastSerialAtOpen;
    this.#savedAt = clock.now();
  }

  admit(plan: PulsePlan): void {
    const budget = this.#folder.passport.maxPulsesPerCell;
    if (budget === null) return;
    // a cell gets at most one pulse a block
    if (this.#most[plan.array]! + planBlocks(plan) <= budget) return;
    this.#most[plan.array] = largest(this.#arrays[plan.array]!.pulses);
    if (this.#most[plan.array]! + planBlocks(plan) <= budget) return;
    const trial = this.#trial[plan.array]!;
    for (const values of Object.values(trial)) values.fill(0);
    this.#counters[plan.array]!.add(plan, trial);
    const before = this.#arrays[plan.array]!.pulses;
    const spent = before.findIndex((pulses, cell) => trial.pulses[cell]! > 0 && pulses + trial.pulses[cell]! > budget);
    if (spent >= 0) throw overBudget(plan, spent, before[spent]! + trial.pulses[spent]!, budget, this.#folder);
  }

  count(plan: PulsePlan, serial: number): void {
    const stress = this.#arrays[plan.array]!;
    this.#counters[plan.array]!.add(plan, stress);
    this.#plans += 1;
    this.#countedTo = Math.max(this.#countedTo, serial);
    this.#most[plan.array]! += planBlocks(plan);
    this.#dirty = true;
    if (this.#clock.now() - this.#savedAt >= SAVE_MILLISECONDS) this.save();
  }

  get pages(): LedgerPages {
    return {
      shapes: this.#shapes,
      plans: this.#plans,
      countedTo: this.#countedTo,
      uncounted: this.#uncounted,
      arrays: this.#arrays,
    };
  }

  /** When it returns, everything counted so far outlives a power cut. */
  save(): void {
    if (!this.#dirty) return;
    writeLedger(this.#folder.ledger, this.pages);
    this.#dirty = false;
    this.#savedAt = this.#clock.now();
  }
}

function assertSameShapes(folder: ChipFolder, pages: LedgerPages, shapes: LedgerPages['shapes']): void {
  if (JSON.stringify(pages.shapes) === JSON.stringify(shapes)) return;
  const list = (given: LedgerPages['shapes']): string => given.map(formatShape).join(', ');
  throw new LimitError(
    `${folder.path} is the account of a chip with arrays ${list(pages.shapes)}, and the board has ${list(shapes)}. ` +
      'Name the chip that is on the board with --chip-id.',
    {
      quantity: 'array-shape',
      measured: shapes.length,
      limit: pages.shapes.length,
      unit: 'arrays',
      where: folder.path,
      row: null,
      column: null,
      enforcedBy: 'host',
    },
  );
}

function overBudget(plan: PulsePlan, cell: number, after: number, budget: number, folder: ChipFolder): LimitError {
  const row = Math.floor(cell / plan.shape.columns);
  const column = cell % plan.shape.columns;
  const where = `array ${plan.array} ${formatCell(row, column)}`;
  return new LimitError(
    `Endurance budget: with this plan ${where} has had ${after} pulses, and ${folder.passport.id} allows ${budget} a cell. ` +
      `Use other cells, or raise the budget: quarterwave ledger ${folder.passport.id} --budget N.`,
    {
      quantity: 'cell-pulses',
      measured: after,
      limit: budget,
      unit: 'pulses',
      where,
      row,
      column,
      enforcedBy: 'host',
    },
  );
}
