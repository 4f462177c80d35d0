import type { LineCells } from './line-cells.js';

/** Bits of `slowed`: the branch of the window f(x) that a cell is on for either way of moving. */
export const SLOWED_RISING = 1;
export const SLOWED_FALLING = 2;

/** Whether any cell sees more than its threshold. */
export function anyBeyondThreshold(cells: LineCells, nodeVolts: number): boolean {
  const { count, drive, fields } = cells;
  const { Vp, Vn } = fields;
  for (let k = 0; k < count; k += 1) {
    const across = drive[k]! - nodeVolts;
    if (across > Vp[k]! || across < -Vn[k]!) return true;
  }
  return false;
}

/**
 * dx/dt of every cell (as in yakopcic.ts), written to `rates[k * stride + offset]`.
 *
 * @param slowed which cells are beyond xp and 1 - xn; given rather than looked up, so that the right hand side stays
 *   smooth within a step of the integrator
 * @returns whether any cell moves
 */
export function motionRates(
  cells: LineCells,
  nodeVolts: number,
  states: Float64Array,
  slowed: Uint8Array,
  rates: Float64Array,
  stride: number,
  offset: number,
): boolean {
  const { count, drive, expDrive, mobile, fields } = cells;
  const { Ap, An, Vp, Vn, xp, xn, alphaP, alphaN, expVp, expVn } = fields;
  const eta = cells.parameters.nominal.eta;
  // e^(u - v) separates: one exponential a line instead of one a cell
  const expNode = Math.exp(-nodeVolts);
  let moving = false;
  for (let k = 0; k < count; k += 1) {
    const across = drive[k]! - nodeVolts;
    let speed = 0;
    if (across > Vp[k]!) speed = Ap[k]! * (expDrive[k]! * expNode - expVp[k]!);
    else if (across < -Vn[k]!) speed = An[k]! * (1 / (expDrive[k]! * expNode) - expVn[k]!);
    // rounding may leave a cell a hair above its threshold with a speed a hair below 0
    if (!(speed > 0) || mobile[k] === 0) {
      rates[k * stride + offset] = 0;
      continue;
    }
    const x = states[k]!;
    if (across > 0 === eta > 0) {
      if (slowed[k]! & SLOWED_RISING) speed *= (Math.exp(alphaP[k]! * (xp[k]! - x)) * (1 - x)) / (1 - xp[k]!);
    } else {
      speed = -speed;
      if (slowed[k]! & SLOWED_FALLING) speed *= (Math.exp(alphaN[k]! * (x + xn[k]! - 1)) * x) / (1 - xn[k]!);
    }
    rates[k * stride + offset] = speed;
    if (speed !== 0) moving = true;
  }
  return moving;
}
