import type { ConductanceRange, Shape } from '../../core/index.js';
import type { CellParameters } from '../chip/cell-parameters.js';
import { oneCell } from '../models/index.js';
import { ArrayEffects } from './array-effects.js';
import { cycleSpread } from './cycle-spread.js';
import { enduranceWear } from './endurance-wear.js';
import type { Imperfections } from './imperfections.js';
import { readNoise } from './read-noise.js';
import { relaxation } from './relaxation.js';
import { retentionDrift } from './retention-drift.js';
import type { CurrentEffect } from './sensing.js';
import { clampState, type StateEffect } from './state-effect.js';
import { conductanceOf } from './stuck-cells.js';
import { telegraphNoise } from './telegraph-noise.js';
import { thermalNoise } from './thermal-noise.js';

/** An array as it leaves the factory. */
export interface FreshArray {
  readonly shape: Shape;
  readonly cells: CellParameters;
  readonly referenceSiemens: number;
  /** Of the device. */
  readonly range: ConductanceRange;
  /** 1 at cells that never move; wear marks more of them. */
  readonly stuck: Uint8Array;
  /** The state, in [0, 1], in which a cell conducts so much. */
  readonly stateAt: (cell: number, siemens: number) => number;
}

function stateEffects(imperfections: Imperfections, fresh: FreshArray, seed: number, array: number): StateEffect[] {
  const { cycleSpread: cycles, wear, relaxation: relaxing, retention } = imperfections;
  const { cells, range, stuck, stateAt } = fresh;
  const effects: StateEffect[] = [];
  if (cycles && (cycles.relative > 0 || cycles.absolute > 0)) effects.push(cycleSpread(cycles, seed, array));
  if (wear && wear.cycles < Infinity) {
    const { failsAt } = wear;
    const failedState = (cell: number, x: number): number =>
      failsAt === 'here' ? x : stateAt(cell, conductanceOf(failsAt, range));
    effects.push(enduranceWear(wear, stuck, failedState, seed, array));
  }
  if (relaxing && relaxing.fraction > 0) effects.push(relaxation(relaxing, stuck));
  if (retention && retention.seconds < Infinity) {
    const rest = clampState(cells.model.state(oneCell(cells.nominal), 0, conductanceOf(retention.towards, range)));
    effects.push(retentionDrift(retention, rest, stuck, seed, array));
  }
  return effects;
}

function currentEffects(imperfections: Imperfections, fresh: FreshArray, seed: number, array: number): CurrentEffect[] {
  const { telegraphNoise: traps, thermalNoise: heat, readNoise: relative } = imperfections;
  const effects: CurrentEffect[] = [];
  if (traps && traps.fraction > 0 && traps.relative > 0) effects.push(telegraphNoise(traps, fresh, seed, array));
  if (heat && heat.kelvin > 0 && heat.bandwidthHertz > 0) effects.push(thermalNoise(heat, fresh, seed, array));
  if (relative > 0) effects.push(readNoise(relative, seed, array));
  return effects;
}

/** The imperfections of one array that act while it lives; undefined where none is on. */
export function madeEffects(
  imperfections: Imperfections,
  fresh: FreshArray,
  seed: number,
  array: number,
): ArrayEffects | undefined {
  const onStates = stateEffects(imperfections, fresh, seed, array);
  const onCurrents = currentEffects(imperfections, fresh, seed, array);
  return onStates.length + onCurrents.length > 0 ? new ArrayEffects(onStates, onCurrents) : undefined;
}
