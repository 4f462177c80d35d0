import type { PulsePlan } from './pulse-plan.js';
import type { Shape } from './shape.js';
import type { Amperes, BoardTicks, HostTime, Joules, Ohms, Seconds, Siemens, Volts } from './units.js';

/** What a board says it can do and will not pass. The board enforces every one of them itself. */
export interface BoardLimits {
  /** The board's clock; every duration in a plan is a whole number of these. */
  readonly tickSeconds: Seconds;
  /** Row and column DACs: signed codes of `dacBits` bits over +-`dacFullScaleVolts`. */
  readonly dacBits: number;
  readonly dacFullScaleVolts: Volts;
  /** Largest |V| a row, or a column that is driven, may be held at in a plan. */
  readonly maxRowVolts: Volts;
  /** Largest |V| of a gate in a plan; 0 on a board without gate lines. Where it is not 0, every row has one. */
  readonly maxGateVolts: Volts;
  /** Largest |V| a line may be held at in a read. */
  readonly maxReadVolts: Volts;
  readonly maxBlockTicks: number;
  /** Edges fall on this grid: every block and window is a multiple of so many ticks. */
  readonly edgeTicks: number;
  /** From the start of a block until rows, gates and column drivers have settled: no switch closes before. */
  readonly settleTicks: number;
  /** Before the end of a block, by which every switch is told to open, so that all are open when rows change. */
  readonly openTicks: number;
  /** Whether columns can be driven in a plan (half-select schemes, backward reads); all boards can sense them. */
  readonly drivesColumns: boolean;
  /** Whether rows can be left floating in a plan. */
  readonly floatsRows: boolean;
  /** Currents that one plan may sample; 0 on a board that cannot sample while a plan runs. */
  readonly maxSamples: number;
  /** Longest that a line may be away from 0 V without a break, over however many blocks. */
  readonly maxOutputTicks: number;
  /** Bytes of the largest plan the board can hold. */
  readonly maxPlanBytes: number;
  /** Plans the board holds at once, the one that runs included; at least 2. */
  readonly maxPlans: number;
  /** How long a read holds its lines, T_rd; in a plan, the least from when a line is connected until it is sampled. */
  readonly readSeconds: Seconds;
  /** The fixed conductance that every line holds beside its cells, G = (Gmax + Gmin) / 2 in P1. */
  readonly referenceSiemens: Siemens;
}

/** What stands between a board's drivers and amplifiers and the cells: as its data sheet says, not as it was measured. */
export interface AnalogPath {
  /** Of a closed column switch, in series with its column. */
  readonly switchOnOhms: Ohms;
  /** Of a row driver, in series with its row. */
  readonly driverOhms: Ohms;
  /** Of the wire from one cell to the next, along a row and along a column. */
  readonly segmentOhms: Ohms;
  /** Largest |I| that the amplifier and ADC of a sensed line can measure. */
  readonly senseFullScaleAmperes: Amperes;
}

/** The limits of a board that can be lowered for good, in the units of {@link BoardLimits}. */
export type LowerableLimits = Pick<BoardLimits, 'maxRowVolts' | 'maxReadVolts' | 'maxBlockTicks' | 'maxOutputTicks'>;

/** Column currents (forward) or row currents (backward) into the virtual grounds, reference path included. */
export interface Reading {
  readonly amperes: Float64Array;
  readonly boardTicks: BoardTicks;
  /** As the board measured it; 0 from a board that cannot. */
  readonly energy: Joules;
}

export type PlanOutcome = 'done' | 'aborted' | 'indeterminate';

/** What the cells said about a plan that was cut off; `none` where nobody has read them, or nothing was cut off. */
export type PlanVerdict = 'none' | 'unchanged' | 'partial' | 'complete';

/** The board's own record of one firing. */
export interface PlanRecord {
  readonly serial: number;
  /** SHA-256/128 of the plan's bytes, 32 hex digits. */
  readonly planId: string;
  readonly outcome: PlanOutcome;
  readonly verdict: PlanVerdict;
  /** Board time of the first edge. */
  readonly startTick: BoardTicks;
  readonly durationTicks: BoardTicks;
  readonly blocksDone: number;
  readonly windowsFired: number;
  readonly energy: Joules;
}

/** What came of one firing. */
export interface PlanResult extends PlanRecord {
  /**
   * The currents that the plan sampled, block after block, in the order of `sampledLines`; empty where it samples none,
   * undefined where the link was lost before they were fetched.
   */
  readonly samples: Float64Array | undefined;
}

export interface RunOptions {
  /** From {@link Board.takeSerial}; firing the same serial again returns the record and makes no edge. */
  readonly serial: number;
  /** Told when the board reports the first edge. */
  readonly onStarted?: (startTick: BoardTicks) => void;
}

/** What the board measured after it was told to ground its outputs. */
export interface GroundingProof {
  readonly grounded: boolean;
  /** Largest |V| read back from any line. */
  readonly residualVolts: Volts;
  readonly boardTicks: BoardTicks;
  /** From the request to its reply. */
  readonly latency: HostTime;
}

/**
 * One memristor array as the rest of the program sees it. Operations on the arrays of one board take effect in the
 * order they were called, whether or not earlier ones were awaited.
 */
export interface Crossbar {
  /** Its number on the board, 0-based; plans name it. */
  readonly array: number;
  readonly shape: Shape;
  readonly limits: BoardLimits;
  readonly analog: AnalogPath;
  /**
   * Drives the rows and reads the current of every column: P1's forward inference, r_j = -R0 I_j.
   *
   * @param rowVolts one voltage a row, |V| at most `limits.maxReadVolts`; reads move no cell
   * @throws LimitError before any byte is sent, LinkError when the board does not answer
   */
  readForward(rowVolts: Float64Array): Promise<Reading>;
  /** The transpose: drives the columns and reads the current of every row, delta_i = -R0 I_i. */
  readBackward(columnVolts: Float64Array): Promise<Reading>;
  /**
   * Fires a plan once. Resolves when the board has recorded it as done and its samples are here.
   *
   * @throws LimitError before any byte is sent; LinkError with code `state-in-doubt` when the board may have fired it
   */
  run(plan: PulsePlan, options: RunOptions): Promise<PlanResult>;
  /** Grounds the board that the array is on, all of its arrays, and reads them back: {@link Board.ground}. */
  ground(): Promise<GroundingProof>;
}

/** Who a board says it is. */
export interface BoardIdentity {
  readonly vendor: string;
  readonly model: string;
  readonly serialNumber: string;
  readonly firmware: string;
  /** The device on the chip, by the name its profile has (`silver-chalcogenide`); empty where the board does not know. */
  readonly chip: string;
}

export interface LinkHealth {
  readonly framesReceived: number;
  readonly bytesDiscarded: number;
  readonly framesDiscarded: number;
  /** Frames that had to be sent again. */
  readonly framesRepeated: number;
  /** How often the board was lost and found again. */
  readonly reconnections: number;
}

/**
 * What a board will do. `safe`: outputs locked and grounded. `idle`: reads. `armed`, `running`: reads and plans. `fault`:
 * nothing until a person clears it. `indeterminate`: a plan was cut off, reads only until its cells were read.
 */
export type BoardState = 'boot' | 'safe' | 'idle' | 'armed' | 'running' | 'fault' | 'indeterminate';

/** Why a board last went into `safe` or `fault`. */
export type StateCause =
  'boot' | 'ground' | 'abort' | 'lease' | 'watchdog' | 'over-current' | 'read-back' | 'emergency-stop' | 'output-time';

export interface BoardStatus {
  readonly state: BoardState;
  /** Why it is in `safe` or `fault`; the latest cause in other states. */
  readonly cause: StateCause;
  /** The highest serial ever fired. */
  readonly lastSerial: number;
  readonly boardTicks: BoardTicks;
  /** Left until the board grounds itself, where it hears nothing more; 0 where nothing is armed. */
  readonly leaseMilliseconds: number;
  /** When its outputs were last read back as grounded, and the largest |V| of any line then; null for never. */
  readonly grounded: Pick<GroundingProof, 'boardTicks' | 'residualVolts'> | null;
}

export interface Board extends AsyncDisposable {
  readonly uri: string;
  readonly identity: BoardIdentity;
  readonly limits: BoardLimits;
  readonly analog: AnalogPath;
  readonly crossbars: readonly Crossbar[];
  readonly health: LinkHealth;
  /** The highest serial the board had fired when it was opened. */
  readonly lastSerialAtOpen: number;
  /** The next serial to fire under. One that is known never to have been fired, and never to be, is handed out again. */
  takeSerial(): number;
  /** What the board's retained journal holds for a serial; undefined where it never fired it or no longer knows. */
  recordOf(serial: number): Promise<PlanRecord | undefined>;
  /** Changes nothing on the board. */
  status(): Promise<BoardStatus>;
  /**
   * Tells the board that the cells of a plan that was cut off have been read, and what they say. Without this it fires
   * nothing more.
   *
   * @throws LinkError `board-rejected` where nothing was cut off, or another serial
   */
  reconcile(serial: number, verdict: PlanVerdict): Promise<PlanRecord>;
  /**
   * Clears a latched fault, once a person has mended its cause. Resolves with the state that the board is in then:
   * `safe`, or `indeterminate` where the fault had hidden a plan that was cut off. Where nothing is latched it changes
   * nothing. Harmless to repeat.
   *
   * @throws LinkError `board-rejected`, `details.number` 505 where the cause of the fault is still there
   */
  clear(): Promise<BoardStatus>;
  /**
   * Lowers limits for good: the board keeps them without power, and no message raises them again. Resolves with the four
   * in force, once they are kept. The board's identity has changed by then, and {@link limits} and the arrays still have
   * the old ones: it fires nothing more for this opening. Close it and open it anew. So too where the link was lost
   * meanwhile; repeating it is harmless.
   *
   * @param changes volts, rounded down to microvolts, and whole ticks; what is left out stays as it is
   * @throws ConfigError `bad-argument` before any byte is sent, where a value is above the one in force or too small to
   *   do anything with; LinkError `board-rejected` in other states than `safe` and `idle`
   */
  lowerLimits(changes: Partial<LowerableLimits>): Promise<LowerableLimits>;
  /** Opens all switches, puts all outputs to 0 V and reads them back. */
  ground(): Promise<GroundingProof>;
  /** Grounds, then lets go of the port. Idempotent and bounded. */
  close(): Promise<void>;
}
