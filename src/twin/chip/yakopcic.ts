import { siemens, type Amperes, type Siemens, type Volts } from '../../core/index.js';

/**
 * The generalised memristor model of Yakopcic et al., IEEE TCAD 32(8), 2013, as P1 (reference 28, tables V and XI) uses
 * it. Names are the paper's symbols. Thresholds are both positive numbers.
 */
export interface YakopcicParameters {
  /** Current amplitude in amperes for V >= 0, above 0. */
  readonly a1: number;
  /** Current amplitude in amperes for V < 0, above 0. */
  readonly a2: number;
  /** Curvature of the I-V, in 1/V, above 0. */
  readonly b: number;
  /** Speed of motion above the positive threshold, in 1/s, at least 0. */
  readonly Ap: number;
  /** Speed of motion below the negative threshold, in 1/s, at least 0. */
  readonly An: number;
  /** Positive threshold in volts, above 0. */
  readonly Vp: number;
  /** Size of the negative threshold in volts, above 0: cells move below -Vn. */
  readonly Vn: number;
  /** State above which a rising cell slows down, in [0, 1). */
  readonly xp: number;
  /** A falling cell slows down below the state 1 - xn; in [0, 1). */
  readonly xn: number;
  /** How fast a rising cell slows down above xp, at least 0. */
  readonly alphaP: number;
  /** How fast a falling cell slows down below 1 - xn, at least 0. */
  readonly alphaN: number;
  /** 1 where a positive voltage raises the state, -1 where it lowers it. */
  readonly eta: 1 | -1;
}

/** Current from row to column: I = a1 x sinh(b V) for V >= 0, a2 x sinh(b V) for V < 0 (Yakopcic 2013, eq. 1). */
export function cellCurrent(cell: YakopcicParameters, state: number, applied: Volts): Amperes {
  return ((applied >= 0 ? cell.a1 : cell.a2) * state * Math.sinh(cell.b * applied)) as Amperes;
}

/** g(V): 0 between the thresholds, Ap (e^V - e^Vp) above, -An (e^-V - e^Vn) below (eq. 2), in 1/s. */
function motionSpeed(cell: YakopcicParameters, applied: Volts): number {
  if (applied > cell.Vp) return cell.Ap * (Math.exp(applied) - Math.exp(cell.Vp));
  if (applied < -cell.Vn) return -cell.An * (Math.exp(-applied) - Math.exp(cell.Vn));
  return 0;
}

/**
 * f(x): the slowing down of motion near the ends (eqs. 3 to 6). Continuous, 1 in the linear part, 0 at the end moved
 * towards; its slope jumps at xp and at 1 - xn.
 */
export function motionWindow(cell: YakopcicParameters, state: number, rising: boolean): number {
  if (rising) {
    if (state < cell.xp) return 1;
    return Math.exp(-cell.alphaP * (state - cell.xp)) * ((cell.xp - state) / (1 - cell.xp) + 1);
  }
  if (state > 1 - cell.xn) return 1;
  return Math.exp(cell.alphaN * (state + cell.xn - 1)) * (state / (1 - cell.xn));
}

/** dx/dt = eta g(V) f(x), in 1/s (eq. 7). */
export function stateRate(cell: YakopcicParameters, state: number, applied: Volts): number {
  const speed = motionSpeed(cell, applied);
  return speed === 0 ? 0 : cell.eta * speed * motionWindow(cell, state, cell.eta * applied > 0);
}

/** Small-signal conductance at 0 V on the positive side, G = a1 b x. */
export const stateToSiemens = (cell: Pick<YakopcicParameters, 'a1' | 'b'>, state: number): Siemens =>
  siemens(cell.a1 * cell.b * state);

/** The state of a cell with this small-signal conductance; not clamped to [0, 1]. */
export const siemensToState = (cell: Pick<YakopcicParameters, 'a1' | 'b'>, conductance: number): number =>
  conductance / (cell.a1 * cell.b);
