// A time in which nothing changes on a line but its cells, and with them its node.
//
// Cells know of the node only by the integrals of e^-v and e^v over time. Each step predicts e^-v as a straight line
// (through the last two nodes; level in the first step), moves the cells, and finds from the node they lead to what the
// integral should have been. The difference is the step's error: a step for which it moves any cell by more than the
// tolerance is taken again, shorter; else it is made good with the next. What is left out in the end is at most one
// tolerance, beside a smaller error of the corrected integral, which is of third order.

import {
  energyTolerance, expLowestDown, expLowestUp, fastestDown, fastestUp, lowestDown, lowestUp, stateTolerance,
} from './cell';
import { acceptTrial, beginTrial, setStep, solveLine, solveTrial, tryMotion } from './line';
import { highestVolts, lowestVolts, mostDown, mostUp } from './line-drive';
import { nodeVolts, powerWatts } from './node';

/** Steps are never cut below this part of the hold, so that every hold ends. */
const SMALLEST_STEP: f64 = 1e-6;
const MOST_GROWTH: f64 = 3;
/** Steps after the first, of which there are many, are held to this part of the tolerances. */
const LATER_PART: f64 = 0.2;

/** Energy the drivers put in since it was last set to 0. */
export let joules: f64 = 0;

export function resetJoules(): void {
  joules = 0;
}

/** A quantity at the last two nodes, and what its integral over a step is. */
let stepBefore: f64 = 0;

/** Its slope, 0 in the first step. */
@inline
function slopeOf(before: f64, now: f64): f64 {
  return stepBefore > 0 ? (now - before) / stepBefore : 0;
}

/** The integral over a step of the parabola through the last two nodes and the next. */
@inline
function integral(before: f64, now: f64, next: f64, step: f64): f64 {
  const straight = 0.5 * step * (now + next);
  if (stepBefore === 0) return straight;
  const bend = ((next - now) / step - (now - before) / stepBefore) / (step + stepBefore);
  return straight - (step * step * step * bend) / 6;
}

/** @returns whether any cell sees more than its threshold with the node there */
@inline
function movesUp(node: f64): bool {
  return highestVolts - node > lowestUp;
}

@inline
function movesDown(node: f64): bool {
  return node - lowestVolts > lowestDown;
}

/** Lets time pass; the line's end has been set. */
export function hold<T>(seconds: f64): void {
  solveLine();
  if (!movesUp(nodeVolts) && !movesDown(nodeVolts)) {
    joules += powerWatts * seconds;
    return;
  }
  let v = nodeVolts;
  let e = NativeMath.exp(-v);
  let watts = powerWatts;
  let left = seconds;
  let step = seconds;
  // before the last step; what the integrals still lack
  let vBefore = v;
  let eBefore = e;
  let wattsBefore = watts;
  let owed: f64 = 0;
  let owedDown: f64 = 0;
  stepBefore = 0;
  while (left > 0) {
    const tried = min(step, left);
    const vEnd = v + slopeOf(vBefore, v) * tried;
    const up = movesUp(min(v, vEnd));
    const down = movesDown(max(v, vEnd));
    if (!up && !down) {
      joules += watts * left;
      // the last trial may have been refused
      solveLine();
      return;
    }
    const eEnd = max(e + slopeOf(eBefore, e) * tried, 0.5 * e);
    const n = 1 / e;
    const nBefore = 1 / eBefore;
    const nEnd = max(n + slopeOf(nBefore, n) * tried, 0.5 * n);
    beginTrial<T>();
    let most: f64 = 0;
    if (up) {
      setStep(e, eEnd, tried, owed);
      most = fastestUp * (tried * max(mostUp * max(e, eEnd) - expLowestUp, 0) + mostUp * abs(owed));
      tryMotion<T>(true, most);
    }
    if (down) {
      setStep(n, nEnd, tried, owedDown);
      const mostFalling = fastestDown * (tried * max(mostDown * max(n, nEnd) - expLowestDown, 0) + mostDown * abs(owedDown));
      tryMotion<T>(false, mostFalling);
      most = max(most, mostFalling);
    }
    solveTrial();
    const eNext = NativeMath.exp(-nodeVolts);
    const lacking = integral(eBefore, e, eNext, tried) - 0.5 * tried * (e + eEnd);
    const lackingDown = integral(nBefore, n, 1 / eNext, tried) - 0.5 * tried * (n + nEnd);
    const energy = integral(wattsBefore, watts, powerWatts, tried);
    const expected = tried * (watts + 0.5 * tried * slopeOf(wattsBefore, watts));
    const scale = tried * max(abs(watts), abs(powerWatts));
    let wrong = scale > 0 ? abs(energy - expected) / (scale * energyTolerance) : 0;
    if (up) wrong = max(wrong, (fastestUp * mostUp * abs(lacking)) / stateTolerance);
    if (down) wrong = max(wrong, (fastestDown * mostDown * abs(lackingDown)) / stateTolerance);
    if (stepBefore > 0) wrong /= LATER_PART;
    // nothing is known yet of how the power bends
    else wrong = max(wrong, (most * most) / (energyTolerance * energyTolerance));
    if (wrong <= 1 && tried >= left) {
      acceptTrial();
      joules += energy;
      return;
    }
    const fitting = 0.9 * (stepBefore > 0 ? 1 / NativeMath.cbrt(wrong) : 1 / sqrt(wrong));
    if (wrong > 1 && tried > SMALLEST_STEP * seconds) {
      step = max(tried * fitting, SMALLEST_STEP * seconds);
      continue;
    }
    acceptTrial();
    joules += energy;
    owed = up ? lacking : 0;
    owedDown = down ? lackingDown : 0;
    left = tried >= left ? 0 : left - tried;
    vBefore = v;
    eBefore = e;
    wattsBefore = watts;
    v = nodeVolts;
    e = eNext;
    watts = powerWatts;
    stepBefore = tried;
    step = tried * min(fitting, MOST_GROWTH);
  }
}
