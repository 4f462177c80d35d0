import {
  codeVolts,
  columnDrive,
  gateCode,
  SENSED,
  type BoardLimits,
  type DeviceProfile,
  type PulsePlan,
} from '../../core/index.js';
import { blockBounds } from '../margins/block-bounds.js';
import { conductanceOf, type PlanCircuit } from '../margins/block-lines.js';
import { CellBounds } from '../margins/cell-bounds.js';
import { columnSlots } from '../margins/column-slots.js';
import { distinctBlocks } from '../margins/distinct-blocks.js';
import type { PhaseBounds } from '../margins/phase-solver.js';
import { CellEnergies } from './cell-energies.js';
import { fastestStep } from './fastest-step.js';
import { longestPulse } from './longest-pulse.js';
import { Maxima, type PlanMeasures } from './maxima.js';

export interface MeasureOptions extends PlanCircuit {
  readonly scale: PlanCircuit['scale'] & Pick<BoardLimits, 'settleTicks'>;
  readonly profile: DeviceProfile;
  /** Of every cell, row-major in siemens; without them all are bounded over the profile's whole range. */
  readonly conductances?: Float64Array;
  /** The cell that will have seen most pulses in its life, this plan's included, by whoever keeps count. */
  readonly lifetime?: { readonly pulses: number; readonly row: number; readonly column: number };
}

function noteDrives(plan: PulsePlan, block: number, { scale }: PlanCircuit, phase: PhaseBounds, maxima: Maxima): void {
  for (const [row, volts] of phase.rowVolts.entries()) {
    // NaN, of a floating row, is noted nowhere
    maxima.note('row-volts', Math.abs(volts), block, row);
    if (plan.gated) maxima.note('gate-volts', Math.abs(codeVolts(gateCode(plan, block, row), scale)), block, row);
  }
  for (let column = 0; column < plan.shape.columns; column += 1) {
    const drive = columnDrive(plan, block, column);
    if (drive === SENSED) continue;
    maxima.note('column-volts', Math.abs(codeVolts(drive, scale)), block, undefined, column);
  }
}

/** Rows with the highest and the lowest voltage that a cell can find on them; undefined where no row conducts. */
function extremeRows({ rowConducts, rowHighVolts, rowLowVolts }: PhaseBounds): [number, number] | undefined {
  let highest = -1;
  let lowest = -1;
  for (let row = 0; row < rowConducts.length; row += 1) {
    if (rowConducts[row] === 0) continue;
    if (highest < 0 || rowHighVolts[row]! > rowHighVolts[highest]!) highest = row;
    if (lowest < 0 || rowLowVolts[row]! < rowLowVolts[lowest]!) lowest = row;
  }
  return highest < 0 ? undefined : [highest, lowest];
}

function noteCells(
  block: number,
  phase: PhaseBounds,
  cells: CellBounds,
  circuit: PlanCircuit,
  maxima: Maxima,
  energies: CellEnergies,
): void {
  const rows = extremeRows(phase);
  if (rows === undefined) return;
  const [highest, lowest] = rows;
  const switchSiemens = conductanceOf(circuit.analog.switchOnOhms);
  for (const state of phase.states) {
    const column = state.columns[0]!;
    const up = phase.rowHighVolts[highest]! - state.lowVolts;
    const down = state.highVolts - phase.rowLowVolts[lowest]!;
    const peak = Math.max(up, down);
    const row = up >= down ? highest : lowest;
    maxima.note('set-volts', Math.max(0, up), block, highest, column);
    maxima.note('reset-volts', Math.max(0, down), block, lowest, column);
    maxima.note('cell-amperes', cells.mostSiemens * peak, block, row, column);
    energies.see(state, peak);
    if (!state.isClosed) continue;
    const away = Math.max(state.highSwitchVolts - state.volts, state.volts - state.lowSwitchVolts);
    maxima.note('line-amperes', away * switchSiemens, block, undefined, column);
  }
}

function noteRowCurrents(block: number, phase: PhaseBounds, cells: CellBounds, maxima: Maxima): void {
  const slots = columnSlots(cells.shape.columns, phase.states).map(({ column, count, states }) => ({
    column,
    count,
    low: Math.min(...states.map((place) => phase.states[place]!.lowVolts)),
    high: Math.max(...states.map((place) => phase.states[place]!.highVolts)),
  }));
  for (let row = 0; row < phase.rowConducts.length; row += 1) {
    if (phase.rowConducts[row] === 0) continue;
    let amperes = 0;
    for (const { column, count, low, high } of slots) {
      const volts = Math.max(phase.rowHighVolts[row]! - low, high - phase.rowLowVolts[row]!);
      amperes += count * cells.most(row, column) * volts;
    }
    maxima.note('line-amperes', amperes, block, row);
  }
}

/**
 * The most that a plan reaches of everything that is limited, and where: in one pass over blocks, rows and columns.
 *
 * Volts of lines and times are exact. Volts across cells are those of the margins, the greatest over all conductances of
 * the profile's range (or of the known cells), column rise and floating lines included. Currents and energies are
 * bounds: a cell is taken to conduct the most that any does at the most volts that any cell of its column sees.
 */
export function measurePlan(plan: PulsePlan, options: MeasureOptions): PlanMeasures {
  const { profile, scale, lifetime } = options;
  const cells = new CellBounds(plan.shape, options.conductances ?? profile.range);
  const maxima = new Maxima();
  const energies = new CellEnergies(plan, scale.tickSeconds, cells.mostSiemens);
  for (const { block, count } of distinctBlocks(plan)) {
    for (const [place, phase] of blockBounds(plan, block, options, cells).entries()) {
      if (place === 0) noteDrives(plan, block, options, phase, maxima);
      noteCells(block, phase, cells, options, maxima, energies);
      noteRowCurrents(block, phase, cells, maxima);
    }
    energies.end(block, count);
  }
  const energy = energies.most;
  maxima.note('cell-joules', energy.joules, undefined, undefined, energy.column);
  const pulse = longestPulse(plan, scale, profile);
  if (pulse) maxima.note('pulse-seconds', pulse.seconds, pulse.block, pulse.row, pulse.column);
  const step = fastestStep(plan, scale);
  if (step) maxima.note('slew', step.voltsPerSecond, step.block, step.row, step.column);
  if (lifetime) maxima.note('cell-pulses', lifetime.pulses, undefined, lifetime.row, lifetime.column);
  return maxima.measures;
}
