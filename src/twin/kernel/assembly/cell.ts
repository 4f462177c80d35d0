// What all cells have in common, and the bounds of what differs.

/** Nominal current amplitude, A, and curvature, 1/V. */
export let amplitude: f64 = 0;
export let curvature: f64 = 0;
/** Nominal speeds above the positive and below the negative threshold, 1/s, and e^V of the thresholds. */
export let speedUp: f64 = 0;
export let speedDown: f64 = 0;
export let expUp: f64 = 0;
export let expDown: f64 = 0;
/** 1 where a positive voltage raises the state. */
export let positiveRaises: bool = true;
/** The fastest speeds and the lowest thresholds of any cell that can move. */
export let fastestUp: f64 = 0;
export let fastestDown: f64 = 0;
export let lowestUp: f64 = 0;
export let lowestDown: f64 = 0;
export let expLowestUp: f64 = 0;
export let expLowestDown: f64 = 0;

export let onOhms: f64 = 0;
export let offOhms: f64 = 0;
export let onSiemens: f64 = 0;
export let offSiemens: f64 = 0;
export let referenceSiemens: f64 = 0;

/** How much x may be off by what the motion of the node does to a cell's speed, for every step of time. */
export let stateTolerance: f64 = 0;
/** The same of the energy, over the energy. */
export let energyTolerance: f64 = 0;

export function setCell(a: f64, b: f64, raises: bool): void {
  amplitude = a;
  curvature = b;
  positiveRaises = raises;
}

export function setMotionUp(speed: f64, expThreshold: f64, fastest: f64, lowest: f64): void {
  speedUp = speed;
  expUp = expThreshold;
  fastestUp = fastest;
  lowestUp = lowest;
  expLowestUp = NativeMath.exp(lowest);
}

export function setMotionDown(speed: f64, expThreshold: f64, fastest: f64, lowest: f64): void {
  speedDown = speed;
  expDown = expThreshold;
  fastestDown = fastest;
  lowestDown = lowest;
  expLowestDown = NativeMath.exp(lowest);
}

export function setLines(on: f64, off: f64, reference: f64): void {
  onOhms = on;
  offOhms = off;
  onSiemens = 1 / on;
  offSiemens = 1 / off;
  referenceSiemens = reference;
}

export function setTolerances(state: f64, energy: f64): void {
  stateTolerance = state;
  energyTolerance = energy;
}
