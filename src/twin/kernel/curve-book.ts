import { fallCurve, fallError, type FallCurve, type KernelPrecision } from './fall-curve.js';

interface BookedCurve {
  readonly curve: FallCurve;
  /** Largest error of x, whatever the length of a pulse. */
  readonly error: number;
}

const booked = new Map<string, BookedCurve>();

/** A curve and what it is good for; worked out once, as it takes some milliseconds and all arrays of a chip share it. */
export function bookedCurve(kinkDistance: number, alpha: number, precision: KernelPrecision): BookedCurve {
  const key = `${precision} ${kinkDistance} ${alpha}`;
  let found = booked.get(key);
  if (!found) {
    const curve = fallCurve(kinkDistance, alpha, precision);
    found = { curve, error: fallError(curve) };
    booked.set(key, found);
  }
  return found;
}
