// The line held now: its cells brought together, its sums, and a trial of where its cells would go.

import { gather, scatter, VECTOR } from './lanes';
import {
  amplitudes, columnStep, columnSums, factorsDown, factorsUp, fallingCurve, gathered, lineAmplitudes, lineSpeeds,
  lineThresholds, offsets, risingCurve, speedsDown, speedsUp, states, taus, thresholdsDown, thresholdsUp,
  trialA, trialB, varied,
} from './circuit';
import { expDown, expUp, positiveRaises, speedDown, speedUp } from './cell';
import { briefLimit, flowAlike, flowBriefly, flowVaried, movedA1, movedA2, movedB1, movedB2, movedX, stepsFor } from './flow';
import { baseVolts, count, lineStep, listed, prepareFactors, transposed, vectors } from './line-drive';
import { solveNode } from './node';
import * as sums from './sums';
import { writeTaus } from './taus';

let base: usize = 0;
/** Where the cells are: 0 before they are brought together. */
let cells: usize = 0;
let trial: usize = 0;
let column: usize = 0;
// the present sums, and those of the trial
let moved: f64 = 0;
let sinhSum: f64 = 0;
let coshSum: f64 = 0;
let drivenSinhSum: f64 = 0;
let drivenCoshSum: f64 = 0;
let trialMoved: f64 = 0;
let trialSinh: f64 = 0;
let trialCosh: f64 = 0;
let trialDrivenSinh: f64 = 0;
let trialDrivenCosh: f64 = 0;

/** Takes the line whose sums have just been made. */
export function enterLine(line: i32): void {
  base = states + <usize>line * lineStep;
  cells = 0;
  column = columnSums + 8 * <usize>line;
  moved = 0;
  sinhSum = sums.sinhSum;
  coshSum = sums.coshSum;
  drivenSinhSum = sums.drivenSinhSum;
  drivenCoshSum = sums.drivenCoshSum;
}

/** Finds the node of the line as it is. */
export function solveLine(): void {
  solveNode(sinhSum, coshSum, drivenSinhSum, drivenCoshSum, baseVolts);
}

/** Finds it as it would be after the trial. */
export function solveTrial(): void {
  solveNode(trialSinh, trialCosh, trialDrivenSinh, trialDrivenCosh, baseVolts);
}

/** Where a table's numbers for this line's cells are, in the order of its cells. */
function together<T>(table: usize, into: usize): usize {
  const at = table + (base - states);
  if (!listed) return at;
  gather<T>(at, offsets, vectors, into);
  return into;
}

/** Begins a trial from the present states. */
export function beginTrial<T>(): void {
  if (cells === 0) {
    cells = together<T>(states, gathered);
    if (varied) lineAmplitudesAt = together<T>(amplitudes, lineAmplitudes);
    else lineAmplitudesAt = lineAmplitudes;
  }
  trial = 0;
  trialMoved = moved;
  trialSinh = sinhSum;
  trialCosh = coshSum;
  trialDrivenSinh = drivenSinhSum;
  trialDrivenCosh = drivenCoshSum;
}

let lineAmplitudesAt: usize = 0;

/** What of the node decides how cells move in a step; of e^v for those below the negative threshold. */
let stepFirst: f64 = 0;
let stepLast: f64 = 0;
let stepSeconds: f64 = 0;
let stepOwed: f64 = 0;

/**
 * @param first e^-v of the node when the step begins, and when it ends; between them it is taken to be straight
 * @param owed what to add to its integral for what earlier steps left out
 */
export function setStep(first: f64, last: f64, seconds: f64, owed: f64): void {
  stepFirst = first;
  stepLast = last;
  stepSeconds = seconds;
  stepOwed = owed;
}

/** Moves cells above their positive threshold, or below the negative. @param most tau of any cell, at most */
export function tryMotion<T>(up: bool, most: f64): void {
  prepareFactors<T>();
  const rising = up === positiveRaises;
  const curve = rising ? risingCurve : fallingCurve;
  const factors = up ? factorsUp : factorsDown;
  const speed = up ? speedUp : speedDown;
  const expThreshold = up ? expUp : expDown;
  const from = trial === 0 ? cells : trial;
  if (trial === 0) trial = cells === trialA ? trialB : trialA;
  const steps = stepsFor<T>(curve, most);
  const narrow = sums.isNarrow<T>();
  const alike = !varied && steps === 1 && stepFirst === stepLast && stepOwed === 0 && (narrow || sizeof<T>() === 8);
  if (alike) {
    const offset = expThreshold * (stepFirst - 1) * stepSeconds * speed;
    const slope = stepFirst * stepSeconds * speed;
    if (most <= briefLimit<T>(curve)) flowBriefly(from, trial, vectors, factors, slope, offset, curve, rising);
    else flowAlike<T>(from, trial, vectors, factors, slope, offset, curve, rising);
  } else {
    let speeds: usize = 0;
    let thresholds: usize = 0;
    if (varied) {
      speeds = together<T>(up ? speedsUp : speedsDown, lineSpeeds);
      thresholds = together<T>(up ? thresholdsUp : thresholdsDown, lineThresholds);
    }
    writeTaus<T>(
      taus, vectors, factors, stepFirst, stepLast, stepSeconds, stepOwed, speed, expThreshold, speeds, thresholds,
    );
    flowVaried<T>(from, trial, vectors, taus, lineAmplitudesAt, curve, rising, steps);
  }
  trialMoved += movedX;
  if (alike && narrow) sums.combineMovedNarrow(movedX, movedA1, movedA2);
  else sums.combineMoved(movedX, movedA1, movedA2, movedB1, movedB2);
  trialSinh += sums.sinhSum;
  trialCosh += sums.coshSum;
  trialDrivenSinh += sums.drivenSinhSum;
  trialDrivenCosh += sums.drivenCoshSum;
}

export function acceptTrial(): void {
  cells = trial;
  moved = trialMoved;
  sinhSum = trialSinh;
  coshSum = trialCosh;
  drivenSinhSum = trialDrivenSinh;
  drivenCoshSum = trialDrivenCosh;
}

/** A row's cells are of many columns, each with its own running sum. */
function addToColumns<T>(): void {
  for (let k = 0; k < count; k += 1) {
    const offset = <usize>load<u32>(offsets + 4 * <usize>k);
    const change = <f64>load<T>(cells + <usize>k * sizeof<T>()) - <f64>load<T>(base + offset);
    const amplitude = varied ? <f64>load<T>(amplitudes + (base - states) + offset) : 1;
    const sum = columnSums + 8 * (offset / columnStep);
    store<f64>(sum, load<f64>(sum) + change * amplitude);
  }
}

/** Writes the line's cells back to the array. */
export function leaveLine<T>(): void {
  if (cells !== trialA && cells !== trialB) return;
  if (transposed) addToColumns<T>();
  else store<f64>(column, load<f64>(column) + moved);
  if (listed) {
    scatter<T>(cells, base, offsets, count);
  } else {
    for (let at: usize = 0; at < <usize>vectors * VECTOR; at += VECTOR) {
      v128.store(base + at, v128.load(cells + at));
    }
  }
}
