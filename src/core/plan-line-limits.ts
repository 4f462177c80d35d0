import type { BoardLimits } from './crossbar.js';
import { codeVolts, dacStepVolts } from './dac-codes.js';
import type { LimitError } from './errors.js';
import { LIMIT_SLACK, limitExceeded, placeInPlan } from './limit-exceeded.js';
import type { OutputKind } from './output-times.js';
import { FLOATING, SENSED, type PulsePlan } from './pulse-plan.js';
import type { Volts } from './units.js';

/** The largest code whose voltage is not above a limit. */
const highestCode = (limit: Volts, stepVolts: number): number => Math.floor((limit / stepVolts) * LIMIT_SLACK);

/** One entry a vector of a library, all 0; the same memory where it is large enough. */
function cleared(entries: Uint8Array, count: number): Uint8Array {
  if (entries.length < count) return new Uint8Array(count);
  entries.fill(0);
  return entries;
}

/**
 * Whether every row, column and gate of a plan is at a voltage, or at rest in a way, that the board allows. Its memory is
 * used again for the next plan.
 */
export class LineLimits {
  readonly #limits: BoardLimits;
  #plan!: PulsePlan;
  /** 1 for every vector that was looked at. */
  #rowsSeen: Uint8Array = new Uint8Array(0);
  #columnsSeen: Uint8Array = new Uint8Array(0);
  #gatesSeen: Uint8Array = new Uint8Array(0);
  readonly #highestRow: number;
  /** Of a driven column; below every code where the board drives none. */
  readonly #highestColumn: number;
  readonly #highestGate: number;

  constructor(limits: BoardLimits) {
    this.#limits = limits;
    const stepVolts = dacStepVolts(limits);
    this.#highestRow = highestCode(limits.maxRowVolts, stepVolts);
    this.#highestColumn = limits.drivesColumns ? this.#highestRow : -1;
    this.#highestGate = highestCode(limits.maxGateVolts, stepVolts);
  }

  /** To be called before the blocks of a plan are checked. */
  begin(plan: PulsePlan): void {
    const { rows, columns } = plan.shape;
    this.#plan = plan;
    this.#rowsSeen = cleared(this.#rowsSeen, plan.rowVectors.length / rows);
    this.#columnsSeen = cleared(this.#columnsSeen, plan.columnVectors.length / columns);
    this.#gatesSeen = cleared(this.#gatesSeen, plan.gateVectors.length / rows);
  }

  /** @throws LimitError naming the first line of the block that may not be so */
  check(block: number): void {
    const { blocks, gated } = this.#plan;
    const row = blocks.rows[block]!;
    if (this.#rowsSeen[row] === 0) this.#checkRows(block, row);
    this.#rowsSeen[row] = 1;
    const column = blocks.columns[block]!;
    if (this.#columnsSeen[column] === 0) this.#checkColumns(block, column);
    this.#columnsSeen[column] = 1;
    if (!gated) return;
    const gate = blocks.gates[block]!;
    if (this.#gatesSeen[gate] === 0) this.#checkGates(block, gate);
    this.#gatesSeen[gate] = 1;
  }

  #checkRows(block: number, vector: number): void {
    const { rowVectors, shape } = this.#plan;
    const highest = this.#highestRow;
    const first = vector * shape.rows;
    for (let row = 0; row < shape.rows; row += 1) {
      const code = rowVectors[first + row]!;
      if ((code <= highest && code >= -highest) || code === SENSED) continue;
      if (code !== FLOATING) throw this.#tooHigh('row', block, row, code);
      if (!this.#limits.floatsRows) {
        throw limitExceeded('The board cannot leave rows floating', 'Hold the row at a voltage.', {
          quantity: 'floating-rows',
          measured: 1,
          limit: 0,
          unit: 'floating rows',
          ...placeInPlan(this.#plan, block, 'row', row),
        });
      }
    }
  }

  #checkColumns(block: number, vector: number): void {
    const { columnVectors, shape } = this.#plan;
    const highest = this.#highestColumn;
    const first = vector * shape.columns;
    for (let column = 0; column < shape.columns; column += 1) {
      const code = columnVectors[first + column]!;
      if ((code <= highest && code >= -highest) || code === SENSED) continue;
      if (this.#limits.drivesColumns) throw this.#tooHigh('column', block, column, code);
      throw limitExceeded('The board cannot drive columns in a plan', 'Sense the column instead.', {
        quantity: 'driven-columns',
        measured: 1,
        limit: 0,
        unit: 'driven columns',
        ...placeInPlan(this.#plan, block, 'column', column),
      });
    }
  }

  #checkGates(block: number, vector: number): void {
    const { gateVectors, shape } = this.#plan;
    const highest = this.#highestGate;
    const first = vector * shape.rows;
    for (let row = 0; row < shape.rows; row += 1) {
      const code = gateVectors[first + row]!;
      if (code > highest || code < -highest) throw this.#tooHigh('gate', block, row, code);
    }
  }

  #tooHigh(kind: OutputKind, block: number, line: number, code: number): LimitError {
    const limits = this.#limits;
    const isGate = kind === 'gate';
    const what = { row: 'Row', column: 'Column', gate: 'Gate' }[kind];
    const remedy = isGate ? 'Lower the gate voltage.' : 'Lower the input or the volts per input.';
    return limitExceeded(`${what} voltage out of range`, remedy, {
      quantity: isGate ? 'gate-volts' : 'row-volts',
      measured: codeVolts(code, limits),
      limit: isGate ? limits.maxGateVolts : limits.maxRowVolts,
      unit: 'V',
      ...placeInPlan(this.#plan, block, kind, line),
    });
  }
}
