import { cellCount, ConfigError, formatShape } from '../../core/index.js';
import type { ArrayEffects } from '../imperfections/array-effects.js';
import { readSensing, returnSample, sampleSensing } from '../imperfections/sensed-lines.js';
import type { Arithmetic } from './arithmetic.js';
import type { ArrayCircuit } from './array-circuit.js';
import { checkArrayCircuit } from './array-circuit-check.js';
import { imageLength, imageOf, loadImage } from './array-image.js';
import { ArraySolvers } from './array-solvers.js';
import type { BlockDrive, SampledCurrents } from './block-drive.js';
import { checkBlockDrive, checkLines, checkSeconds, checkVolts } from './block-drive-check.js';
import { conductancesOf } from './cell-parameters.js';
import type { CellPlace, MarkTrace } from './cell-trace.js';

export interface ChipArrayOptions extends ArrayCircuit {
  /** x of every cell, row-major, in [0, 1]; copied. */
  readonly states: Float64Array;
  /** What moves cells and disturbs currents besides Kirchhoff; made for this array. */
  readonly effects?: ArrayEffects | undefined;
  /** `double` where it is left out. */
  readonly arithmetic?: Arithmetic | undefined;
}

/**
 * One crossbar of memristors, solved by Kirchhoff at every instant: rows driven, floating or sensed, each column's node
 * behind its switch with the reference conductance beside it. Nothing here knows of thresholds or limits: a voltage
 * that moves a cell moves it, in a read as in an update.
 *
 * Where every row is driven, columns are solved one by one, by the kernel where it knows the cells, and nothing is
 * allocated. Rows that are not driven, and gates, need the whole array at once, which is slower; lines with resistance
 * need all of their nodes.
 */
export class ChipArray implements ArrayCircuit {
  readonly shape: ArrayCircuit['shape'];
  readonly cells: ArrayCircuit['cells'];
  readonly switchOnOhms: number;
  readonly switchOffOhms: number;
  readonly referenceSiemens: number;
  readonly stuck: Uint8Array | undefined;
  readonly transistor: ArrayCircuit['transistor'];
  readonly driver: ArrayCircuit['driver'];
  readonly wires: ArrayCircuit['wires'];

  readonly #effects: ArrayEffects | undefined;
  readonly #solvers: ArraySolvers;
  readonly #statesNow = (): Float64Array => this.states;
  #reads = 0;

  /** @throws ConfigError `bad-argument` or `bad-data` where no array can be made of this */
  constructor(options: ChipArrayOptions) {
    checkArrayCircuit(options);
    this.shape = options.shape;
    this.cells = options.cells;
    this.switchOnOhms = options.switchOnOhms;
    this.switchOffOhms = options.switchOffOhms;
    this.referenceSiemens = options.referenceSiemens;
    // cells that wear out are marked later
    this.stuck = options.effects?.moveCells === true || options.stuck?.includes(1) ? options.stuck : undefined;
    this.transistor = options.transistor;
    this.driver = options.driver;
    this.wires = options.wires;
    this.#effects = options.effects;
    this.#checkStates(options.states);
    this.#solvers = new ArraySolvers(this, options.states.slice(), options.arithmetic ?? 'double');
  }

  /** x of every cell, row-major, as they are now. Read it; write through {@link loadStates}. */
  get states(): Float64Array {
    return this.#solvers.states;
  }

  /** Reads and samples made so far; with the seed it decides the next one's noise. */
  get reads(): number {
    return this.#reads;
  }

  /**
   * Puts the array where an earlier run left it. Stuck cells stay where they are stuck.
   *
   * @param states x of every cell, row-major, in [0, 1]
   * @param reads reads and samples made until then
   * @throws ConfigError `bad-data` where the states do not fit
   */
  loadStates(states: Float64Array, reads = this.#reads): void {
    this.#checkStates(states);
    const own = this.states;
    for (let cell = 0; cell < states.length; cell += 1) if (this.stuck?.[cell] !== 1) own[cell] = states[cell]!;
    this.#reads = reads;
    this.#solvers.wroteStates();
  }

  /** How long its image is, the same for the life of the array. */
  get imageBytes(): number {
    return imageLength(this.#parts(new Float64Array(1)));
  }

  /** All that this array has to remember to go on bit for bit: its reads, states and what its effects keep. */
  image(): Uint8Array {
    return imageOf(this.#parts(Float64Array.of(this.#reads)));
  }

  /**
   * Puts the array where it was when the image was made of it.
   *
   * @throws ConfigError `bad-data` where it is of another array
   */
  loadImage(image: Uint8Array): void {
    const reads = new Float64Array(1);
    loadImage(image, this.#parts(reads));
    this.#checkStates(this.states);
    this.#reads = reads[0]!;
    this.#solvers.wroteStates();
  }

  /** Time in which nothing was driven. Blocks and reads pass their own. */
  passTime(seconds: number): void {
    if (this.#effects?.passTime(seconds, this.#statesNow) === true) this.#solvers.wroteStates();
  }

  /** Small-signal conductance of every cell in siemens, row-major; of its memristor alone where it has a transistor. */
  conductances(): Float64Array {
    return conductancesOf(this.cells, this.states);
  }

  /**
   * Holds an array for one block. Every column floats behind its switch's leak but for the window in which it is closed;
   * cells that see more than a threshold move in either state.
   *
   * @param out takes the currents of the sample at `drive.sampleSeconds`, where the block lasts that long: through every
   *   closed column switch and of every sensed row, 0 on all other lines. They carry the array's read noise, as one read
   * @returns joules drawn from all drivers
   * @throws ConfigError `bad-argument` where the drive does not fit the array
   */
  applyBlock(drive: BlockDrive, blockSeconds: number, out?: SampledCurrents): number {
    checkBlockDrive(this, drive, blockSeconds, out);
    out?.rowAmperes.fill(0);
    out?.columnAmperes.fill(0);
    this.#beforeWrite(blockSeconds);
    const joules = this.#solvers.forBlock(drive).applyBlock(drive, blockSeconds, out);
    this.#afterWrite();
    if (out && drive.sampleSeconds > 0 && drive.sampleSeconds <= blockSeconds) {
      if (this.#effects?.disturbCurrents === true) {
        const sensing = sampleSensing(drive, out, this.#statesNow, this.transistor);
        this.#effects.disturb(sensing, this.#reads);
        returnSample(sensing, out);
      }
      this.#reads += 1;
    }
    return joules;
  }

  /**
   * What cells will see in a block: a curve through the points that each is told is smooth between two edges, and both
   * sides of every edge are told. Moves nothing.
   *
   * @param marks one for each of `cells`
   */
  traceBlock(drive: BlockDrive, blockSeconds: number, cells: readonly CellPlace[], marks: readonly MarkTrace[]): void {
    checkBlockDrive(this, drive, blockSeconds, undefined);
    this.#solvers.forTrace(drive).trace(drive, blockSeconds, cells, marks);
  }

  /**
   * Drives the rows, and the reference line at minus their sum; senses the current of every column into its virtual
   * ground at the end of the read: r_j = -R0 I_j (P1 eq. IV.2). Transistors, where there are any, are shorts.
   *
   * @returns joules drawn from the row and reference drivers
   */
  readForward(rowVolts: Float64Array, seconds: number, outColumnAmperes: Float64Array): number {
    const { rows, columns } = this.shape;
    checkVolts(this.shape, 'row voltages', rowVolts, rows);
    checkLines(this.shape, 'column currents', outColumnAmperes, columns);
    return this.#read(rowVolts, seconds, outColumnAmperes, 1);
  }

  /** The transpose: drives the columns and senses the current of every row, delta_i = -R0 I_i. */
  readBackward(columnVolts: Float64Array, seconds: number, outRowAmperes: Float64Array): number {
    const { rows, columns } = this.shape;
    checkVolts(this.shape, 'column voltages', columnVolts, columns);
    checkLines(this.shape, 'row currents', outRowAmperes, rows);
    return this.#read(columnVolts, seconds, outRowAmperes, -1);
  }

  #read(volts: Float64Array, seconds: number, amperes: Float64Array, sign: 1 | -1): number {
    checkSeconds(this.shape, 'a read', seconds);
    this.#beforeWrite(seconds);
    const joules = this.#solvers.forRead(volts, sign).read(volts, seconds, amperes, sign);
    this.#afterWrite();
    if (this.#effects?.disturbCurrents === true) {
      this.#effects.disturb(readSensing(volts, amperes, sign, this.#statesNow), this.#reads);
    }
    this.#reads += 1;
    return joules;
  }

  /** The time of a block or read passes before what it does to its cells, which it has done at its end. */
  #beforeWrite(seconds: number): void {
    if (!this.#effects) return;
    this.passTime(seconds);
    if (this.#effects.moveCells) this.#effects.beforeWrite(this.states);
  }

  #afterWrite(): void {
    if (this.#effects?.moveCells === true && this.#effects.afterWrite(this.states)) this.#solvers.wroteStates();
  }

  /** What an image holds, in its order. */
  #parts(reads: Float64Array): (Float64Array | Float32Array | Uint8Array)[] {
    return [reads, this.states, ...(this.#effects?.memory ?? [])];
  }

  #checkStates(states: Float64Array): void {
    const expected = cellCount(this.shape);
    const bad = states.findIndex((x) => !(x >= 0 && x <= 1));
    if (states.length === expected && bad < 0) return;
    const what = states.length === expected ? `state ${bad} is ${states[bad]}` : `${states.length} were given`;
    throw new ConfigError(
      'bad-data',
      `A ${formatShape(this.shape)} array takes ${expected} states in [0, 1]; ${what}. Load states saved from this chip.`,
    );
  }
}
