import {
  ConfigError,
  FLOATING,
  formatColumn,
  formatQuantity,
  formatRow,
  SENSED,
  type ReferenceDrive,
  type Shape,
} from '../../core/index.js';
import type { BoardHold } from './board-hold.js';

/** What every line of an array is held at; vectors that are alike are one object. */
export interface Drives {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly gates: Int32Array;
  readonly reference: ReferenceDrive;
  /** Whether all of it is as it is where nobody holds anything. */
  readonly isRest: boolean;
}

export const sameDrives = (a: Drives, b: Drives): boolean =>
  a.rows === b.rows && a.columns === b.columns && a.gates === b.gates && a.reference === b.reference;

/** A line that two drives hold differently, as people name it. */
export function changedLine(a: Drives, b: Drives): string {
  const row = a.rows.findIndex((code, line) => code !== b.rows[line]);
  if (row >= 0) return formatRow(row);
  const gate = a.gates.findIndex((code, line) => code !== b.gates[line]);
  if (gate >= 0) return `gate ${formatRow(gate)}`;
  const column = a.columns.findIndex((code, line) => code !== b.columns[line]);
  return column < 0 ? 'the reference' : formatColumn(column);
}

/** The drives that holds at one time make together, each kind made once. */
export class DriveLibrary {
  readonly #shape: Shape;
  readonly #tickSeconds: number;
  readonly #vectors = new Map<string, Int32Array>();
  readonly #drives = new Map<string, Drives>();
  readonly #rest: Drives;

  constructor(shape: Shape, tickSeconds: number) {
    this.#shape = shape;
    this.#tickSeconds = tickSeconds;
    this.#rest = { ...this.#overlaid([], 0), isRest: true };
  }

  /**
   * @param holds those at this time
   * @param tick from the start of the timeline, for the message
   * @throws ConfigError naming a line that two of them hold differently
   */
  of(holds: readonly BoardHold[], tick: number): Drives {
    const key = holds.map(({ number }) => number).join();
    let drives = this.#drives.get(key);
    if (!drives) {
      drives = this.#overlaid(holds, tick);
      if (sameDrives(drives, this.#rest)) drives = this.#rest;
      this.#drives.set(key, drives);
    }
    return drives;
  }

  #overlaid(holds: readonly BoardHold[], tick: number): Drives {
    const { rows, columns } = this.#shape;
    const [rowCodes, columnDrives, gateCodes] = [new Map(), new Map(), new Map()] as Map<number, number>[];
    let reference: ReferenceDrive = 'off';
    for (const hold of holds) {
      for (const [row, code] of hold.rows) this.#put(rowCodes!, row, code, formatRow(row), tick);
      for (const [column, drive] of hold.columns) {
        this.#put(columnDrives!, column, drive, formatColumn(column), tick);
      }
      for (const [row, code] of hold.gates) this.#put(gateCodes!, row, code, `gate ${formatRow(row)}`, tick);
      if (hold.reference === 'off') continue;
      if (reference !== 'off' && reference !== hold.reference) throw this.#heldTwice('the reference', tick);
      reference = hold.reference;
    }
    const vector = (held: Map<number, number>, lines: number, rest: number): Int32Array => {
      const codes = new Int32Array(lines).fill(rest);
      for (const [line, code] of held) codes[line] = code;
      return this.#once(codes);
    };
    // a column that is to stay open has no drive of its own
    for (const [column, drive] of columnDrives!) if (drive === FLOATING) columnDrives!.set(column, SENSED);
    return {
      rows: vector(rowCodes!, rows, 0),
      columns: vector(columnDrives!, columns, SENSED),
      gates: vector(gateCodes!, rows, 0),
      reference,
      isRest: false,
    };
  }

  #put(held: Map<number, number>, line: number, code: number, name: string, tick: number): void {
    const before = held.get(line);
    if (before !== undefined && before !== code) throw this.#heldTwice(name, tick);
    held.set(line, code);
  }

  #heldTwice(line: string, tick: number): ConfigError {
    const time = formatQuantity(tick * this.#tickSeconds, 's', 9);
    return new ConfigError(
      'bad-data',
      `Two parts of the timeline hold ${line} differently at ${time}. Let one of them end before, or hold it alike.`,
      { line, seconds: tick * this.#tickSeconds },
    );
  }

  #once(vector: Int32Array): Int32Array {
    const key = vector.join();
    const found = this.#vectors.get(key);
    if (found) return found;
    this.#vectors.set(key, vector);
    return vector;
  }
}
