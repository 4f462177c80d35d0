import { longestOutput, planBlocks, planSamples, planTicks, planWindows } from '../../core/index.js';
import type { CheckRequest } from '../../protocols/index.js';
import type { Board } from './board.js';
import { loadedPlan } from './loaded-plan.js';
import type { Answer } from './refusal.js';

/** Checks a plan as firing it would, and says what it would do. */
export function check(board: Board, { planId }: CheckRequest): Answer<'check'> {
  const plan = loadedPlan(board, planId);
  if ('refused' in plan) return plan;
  return {
    reply: {
      durationTicks: planTicks(plan),
      blocks: planBlocks(plan),
      windows: planWindows(plan),
      outputTicks: longestOutput(plan).ticks,
      samples: planSamples(plan),
    },
  };
}
