import { polynomialThrough } from './polynomial.js';

export type KernelPrecision = 'single' | 'double';

interface Degrees {
  /** Of the polynomial for q. */
  readonly slope: number;
  /** Of the Taylor series in r. */
  readonly order: number;
  /** Largest error of x in the first step. */
  readonly stepError: number;
  /** A cell this close to its end is as good as there. */
  readonly reach: number;
}

const degrees: Readonly<Record<KernelPrecision, Degrees>> = {
  single: { slope: 6, order: 3, stepError: 2.5e-6, reach: 1e-7 },
  double: { slope: 12, order: 5, stepError: 5e-10, reach: 1e-9 },
};

/** The series is left to no more than this y, where it is still falling. */
const LARGEST_Y = 0.5;
/** Later steps are held to this part of the first's error: the first is all that a short pulse takes. */
const LATER_PART = 0.3;
/** Enough for 1e-11 of x. */
const PARTS_PER_BEND = 100;
/** What most updates need, in single precision: a shorter series and polynomial, for steps as short as these allow. */
const BRIEF_SLOPE = 5;
const BRIEF_ORDER = 2;
const BRIEF_ERROR = 1.5e-6;
const BRIEF_AT = 32;
/** Where the assembly looks for the steps, and how many numbers it has room for. */
const STEPS_AT = 64;
const CAPACITY = 1024;

/**
 * What moves a cell beyond the kink of its window, as assembly/flow.ts has it: with d the distance from the end and D
 * that of the kink, dd/dr = -d q(d), q = e^(-alpha (D - d)) / D (Yakopcic 2013, eqs. 3 to 6, which are one and the
 * same seen from either end).
 */
export interface FallCurve {
  readonly kinkDistance: number;
  readonly alpha: number;
  /** Coefficients of q in d, constant first. */
  readonly slope: Float64Array;
  /** Those of P1/1!, P2/2!, .. of the series, each in d. */
  readonly series: readonly Float64Array[];
  /** For steps up to a limit in r. */
  readonly brief: { readonly limit: number; readonly slope: Float64Array } | undefined;
  /** Lengths in r, one after the other, that a cell is moved by. */
  readonly steps: readonly number[];
}

export const slopeAt = (kinkDistance: number, alpha: number, d: number): number =>
  Math.exp(-alpha * (kinkDistance - d)) / kinkDistance;

const polynomialAt = (coefficients: Float64Array, at: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * at + coefficient, 0);

/** P1, P2/2!, .. P(count)/count! with z = alpha d: P(k+1) = (1 + k z) Pk + z Pk'(z). */
function seriesPolynomials(alpha: number, count: number): Float64Array[] {
  const inD: Float64Array[] = [];
  let inZ = [1];
  let factorial = 1;
  for (let k = 1; k <= count; k += 1) {
    factorial *= k;
    const over = factorial;
    inD.push(Float64Array.from(inZ, (coefficient, power) => (coefficient * alpha ** power) / over));
    const now = inZ;
    inZ = [...now, 0].map((_, power) => {
      const same = now[power] ?? 0;
      const below = now[power - 1] ?? 0;
      return same + k * below + power * same;
    });
  }
  return inD;
}

/** A step within the brief limit as the assembly does it. @returns the new distance */
export function fallBriefly({ brief, series }: FallCurve, d: number, r: number): number {
  const y = r * polynomialAt(brief!.slope, d);
  return d - d * y * (1 - y * polynomialAt(series[1]!, d));
}

/** Any other step. @returns the new distance */
export function fallBy({ slope, series }: FallCurve, d: number, r: number): number {
  const y = r * polynomialAt(slope, d);
  const sum = series.reduceRight((rest, coefficients) => polynomialAt(coefficients, d) - y * rest, 0);
  return d - d * y * sum;
}

/**
 * The longest step whose error is below a bound. The error of a series is its first missing term,
 * d y^(n+1) P(n+1) / (n+1)!, which falls with d: a cell nearer to its end makes less of it.
 */
function longestStep(kinkDistance: number, alpha: number, d: number, order: number, error: number): number {
  const missing = polynomialAt(seriesPolynomials(alpha, order + 1)[order]!, d);
  const y = (error / (d * missing)) ** (1 / (order + 1));
  return Math.min(y, LARGEST_Y) / slopeAt(kinkDistance, alpha, d);
}

/** Steps for a cell that begins at the kink; one that begins beyond it is nearer to its end before each of them. */
function stepsToEnd(kinkDistance: number, alpha: number, { order, stepError, reach }: Degrees): number[] {
  const steps: number[] = [];
  let d = kinkDistance;
  while (d > reach && STEPS_AT + steps.length + 1 < CAPACITY) {
    const allowed = steps.length === 0 ? stepError : LATER_PART * stepError;
    const step = longestStep(kinkDistance, alpha, d, order, allowed);
    steps.push(step);
    d = exactFall(kinkDistance, alpha, d, step);
  }
  return steps;
}

/** Runge-Kutta's fourth order in steps far below what it needs. @returns the distance after r */
export function exactFall(kinkDistance: number, alpha: number, from: number, r: number): number {
  const bend = r * slopeAt(kinkDistance, alpha, from) * (1 + alpha * from);
  const parts = Math.ceil(1 + PARTS_PER_BEND * bend);
  const h = r / parts;
  const rate = (d: number): number => -d * slopeAt(kinkDistance, alpha, d);
  let d = from;
  for (let part = 0; part < parts; part += 1) {
    const k1 = rate(d);
    const k2 = rate(d + (h / 2) * k1);
    const k3 = rate(d + (h / 2) * k2);
    const k4 = rate(d + h * k3);
    d += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return d;
}

/** @param kinkDistance 1 - xp for rising cells, 1 - xn for falling */
export function fallCurve(kinkDistance: number, alpha: number, precision: KernelPrecision): FallCurve {
  const wanted = degrees[precision];
  const slopeTo = (degree: number): Float64Array =>
    polynomialThrough((d) => slopeAt(kinkDistance, alpha, d), 0, kinkDistance, degree);
  const limit = longestStep(kinkDistance, alpha, kinkDistance, BRIEF_ORDER, BRIEF_ERROR);
  return {
    kinkDistance,
    alpha,
    slope: slopeTo(wanted.slope),
    brief: precision === 'single' ? { limit, slope: slopeTo(BRIEF_SLOPE) } : undefined,
    series: seriesPolynomials(alpha, wanted.order),
    steps: stepsToEnd(kinkDistance, alpha, wanted),
  };
}

/**
 * The largest error of x that a curve makes, whatever the length of the pulse: steps are followed all the way to the
 * end from several distances. Errors do not pile up, as neighbouring cells come closer to each other on the way.
 */
export function fallError(curve: FallCurve, starts = 12): number {
  let worst = 0;
  for (let start = 1; start <= starts; start += 1) {
    let exact = (curve.kinkDistance * start) / starts;
    let d = exact;
    for (const step of curve.steps) {
      exact = exactFall(curve.kinkDistance, curve.alpha, exact, step);
      d = fallBy(curve, d, step);
      worst = Math.max(worst, Math.abs(d - exact));
    }
  }
  return worst;
}

/** The curve as the assembly reads it. @param kinkState x at the kink */
export function curveNumbers({ slope, series, brief, steps }: FallCurve, kinkState: number): Float64Array {
  const numbers = new Float64Array(CAPACITY);
  numbers.set([kinkState, ...slope, ...series.slice(1).flatMap((coefficients) => [...coefficients])]);
  if (brief) numbers.set([brief.limit, ...brief.slope], BRIEF_AT);
  numbers.set(steps, STEPS_AT);
  return numbers;
}
