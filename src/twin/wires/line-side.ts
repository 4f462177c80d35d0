import { ConfigError } from '../../core/index.js';

/** Less than this between a node and its driver counts as this: a short, whose current is still found exactly. */
const SHORT_OHMS = 1e-12;

/**
 * What hangs on one side of all rows, or of all columns: on each line's end a driver or sense amplifier behind a
 * resistance, and beside it a reference conductance to a reference voltage. All ends are open until they are connected.
 *
 *     last cell --- segment --- end --- ohms --- volts
 *                                |
 *                                +--- reference siemens --- reference volts
 */
export class LineSide {
  /** Conductance from the last cell's node through the segment into all that hangs on the end, siemens; 0 is open. */
  readonly siemens: Float64Array;
  /** The voltage which the end would have without the line (Thevenin). */
  readonly sourceVolts: Float64Array;

  readonly #segmentOhms: number;
  readonly #volts: Float64Array;
  readonly #ohms: Float64Array;
  readonly #referenceSiemens: Float64Array;
  readonly #referenceVolts: Float64Array;
  #networkRevision = 0;
  #revision = 0;

  constructor(lines: number, segmentOhms: number) {
    this.siemens = new Float64Array(lines);
    this.sourceVolts = new Float64Array(lines);
    this.#segmentOhms = segmentOhms;
    this.#volts = new Float64Array(lines);
    this.#ohms = new Float64Array(lines).fill(Infinity);
    this.#referenceSiemens = new Float64Array(lines);
    this.#referenceVolts = new Float64Array(lines);
  }

  get count(): number {
    return this.siemens.length;
  }

  /** Counts the changes of anything but voltages. */
  get networkRevision(): number {
    return this.#networkRevision;
  }

  /** Counts all changes. */
  get revision(): number {
    return this.#revision;
  }

  /**
   * @param volts what the driver, or the virtual ground of the amplifier, holds
   * @param ohms between it and the line's end; 0 is a short, Infinity an open switch
   * @param referenceSiemens from the line's end to the reference voltage
   * @throws ConfigError `bad-argument` where a value is no voltage, resistance or conductance
   */
  connect(line: number, volts: number, ohms: number, referenceSiemens = 0, referenceVolts = 0): void {
    const possible = line >= 0 && line < this.count && Number.isFinite(volts) && Number.isFinite(referenceVolts);
    if (!possible || !(ohms >= 0) || !(referenceSiemens >= 0) || referenceSiemens === Infinity) {
      throw new ConfigError(
        'bad-argument',
        `cannot connect line ${line} of ${this.count} to ${volts} V through ${ohms} ohm and ${referenceSiemens} S to ` +
          `${referenceVolts} V: give finite volts, ohms of at least 0 (Infinity is open) and finite siemens of at least 0`,
      );
    }
    const rewired = ohms !== this.#ohms[line] || referenceSiemens !== this.#referenceSiemens[line];
    this.#volts[line] = volts;
    this.#ohms[line] = ohms;
    this.#referenceSiemens[line] = referenceSiemens;
    this.#referenceVolts[line] = referenceVolts;
    this.#revision += 1;
    if (rewired) this.#networkRevision += 1;
    const driver = 1 / ohms;
    const all = driver + referenceSiemens;
    this.siemens[line] = all === 0 ? 0 : 1 / Math.max(this.#segmentOhms + 1 / all, SHORT_OHMS);
    const current = driver * volts + referenceSiemens * referenceVolts;
    this.sourceVolts[line] = ohms === 0 ? volts : all === 0 ? 0 : current / all;
  }

  /** True where nothing is between the last cell and the driver. */
  isShorted(line: number): boolean {
    return this.siemens[line]! >= 1 / SHORT_OHMS;
  }

  /** The same for all lines. */
  connectAll(volts: number, ohms: number, referenceSiemens = 0, referenceVolts = 0): void {
    for (let line = 0; line < this.count; line += 1) this.connect(line, volts, ohms, referenceSiemens, referenceVolts);
  }

  /** New voltages of the drivers behind the same resistances, and of all references where it is given. */
  drive(volts: Float64Array, referenceVolts?: number): void {
    for (let line = 0; line < this.count; line += 1) {
      const reference = this.#referenceSiemens[line]!;
      this.connect(line, volts[line]!, this.#ohms[line]!, reference, referenceVolts ?? this.#referenceVolts[line]);
    }
  }

  /**
   * Of the current that leaves a line by this end, what its driver or amplifier takes.
   *
   * @param amperes out of the line
   * @param nodeVolts of the line's last cell
   */
  driverAmperes(line: number, amperes: number, nodeVolts: number): number {
    return amperes - this.#referenceAmperes(line, amperes, nodeVolts);
  }

  /** Power that the driver and the reference put in, watts. */
  watts(line: number, amperes: number, nodeVolts: number): number {
    const reference = this.#referenceAmperes(line, amperes, nodeVolts);
    return -this.#volts[line]! * (amperes - reference) - this.#referenceVolts[line]! * reference;
  }

  #referenceAmperes(line: number, amperes: number, nodeVolts: number): number {
    const siemens = this.#referenceSiemens[line]!;
    if (siemens === 0) return 0;
    if (this.#ohms[line] === Infinity) return amperes;
    const endVolts = this.#ohms[line] === 0 ? this.#volts[line]! : nodeVolts - this.#segmentOhms * amperes;
    return siemens * (endVolts - this.#referenceVolts[line]!);
  }
}
