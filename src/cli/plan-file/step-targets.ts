import type { CellPlace } from '../../twin/index.js';
import type { PlanStep } from './step-schema.js';

/** The cells that a step is to move; undefined for one that moves whatever it drives over a threshold. */
function targetsOfStep(step: PlanStep): readonly CellPlace[] | undefined {
  if ('update' in step || 'waveform' in step) return undefined;
  if ('pulse' in step) return [step.pulse.cell];
  if ('train' in step) return [step.train.cell];
  if ('staircase' in step) return [step.staircase.cell];
  if ('triangle' in step) return [step.triangle.cell];
  if ('repeat' in step) return targetsOf(step.repeat.steps);
  if ('parallel' in step) return targetsOf(step.parallel.flat());
  return [];
}

/** The cells that any of the steps is to move; undefined where one of them does not say. */
export function targetsOf(steps: readonly PlanStep[]): readonly CellPlace[] | undefined {
  const targets: CellPlace[] = [];
  for (const step of steps) {
    const some = targetsOfStep(step);
    if (some === undefined) return undefined;
    targets.push(...some);
  }
  return targets;
}

/** Whether any of the steps forms a cell. */
export const doForm = (steps: readonly PlanStep[]): boolean =>
  steps.some((step) => {
    if ('pulse' in step) return step.pulse.operation === 'form';
    if ('train' in step) return step.train.operation === 'form';
    if ('repeat' in step) return doForm(step.repeat.steps);
    return 'parallel' in step && step.parallel.some(doForm);
  });
