import type { Shape } from '../../core/index.js';
import type { YakopcicParameters } from '../models/index.js';
import { bookedCurve } from './curve-book.js';
import type { KernelPrecision } from './fall-curve.js';

/** An array as the kernel takes it. What differs between cells is row-major, one value a cell. */
export interface KernelCircuit {
  readonly shape: Shape;
  readonly parameters: YakopcicParameters;
  readonly switchOnOhms: number;
  readonly switchOffOhms: number;
  readonly referenceSiemens: number;
  /** 1 at every cell that never moves. */
  readonly stuck?: Uint8Array | undefined;
  /** Multiplies a1 and a2. */
  readonly amplitude?: Float64Array | undefined;
  /** Ap and An of every cell, 1/s. */
  readonly speedUp?: Float64Array | undefined;
  readonly speedDown?: Float64Array | undefined;
  /** Vp and Vn of every cell, V. */
  readonly thresholdUp?: Float64Array | undefined;
  readonly thresholdDown?: Float64Array | undefined;
  readonly precision: KernelPrecision;
}

/** What the polynomial and its steps may do to x. */
const curveErrors: Readonly<Record<KernelPrecision, number>> = { single: 2e-5, double: 2e-8 };
/** Up to here, in b V, the addition theorem loses no digit that counts. */
const COLLAPSE_LIMIT = 1;
/** Beyond, speeds of e^V ask more of a node than its digits hold, and steps would be cut without end. */
const MOST_VOLTS = 8;

/** Whether cells share one even current curve, and a window that the kernel follows closely enough. */
export function canSolve({ parameters, precision }: Pick<KernelCircuit, 'parameters' | 'precision'>): boolean {
  const { a1, a2, xp, xn, alphaP, alphaN } = parameters;
  if (a1 !== a2) return false;
  const worst = curveErrors[precision];
  return bookedCurve(1 - xp, alphaP, precision).error <= worst && bookedCurve(1 - xn, alphaN, precision).error <= worst;
}

/** Whether all voltages are small enough for the kernel; |V| is below a volt or two where cells are used. */
export function withinReach(
  { parameters }: Pick<KernelCircuit, 'parameters'>,
  ...volts: readonly Float64Array[]
): boolean {
  const limit = Math.min(COLLAPSE_LIMIT / parameters.b, MOST_VOLTS);
  // before every block: callbacks would take as long as a brief block itself
  for (const line of volts) {
    for (let k = 0; k < line.length; k += 1) if (!(Math.abs(line[k]!) <= limit)) return false;
  }
  return true;
}
