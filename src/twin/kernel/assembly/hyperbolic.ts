// Cells see b V of a few hundredths, where these series are exact to the last bit or two.
const SERIES_LIMIT: f64 = 0.5;

/** sinh(z) */
export function sinh(z: f64): f64 {
  if (abs(z) > SERIES_LIMIT) {
    const e = NativeMath.exp(z);
    return 0.5 * (e - 1 / e);
  }
  const s = z * z;
  return (
    z *
    (1 + s * (1.0 / 6 + s * (1.0 / 120 + s * (1.0 / 5040 + s * (1.0 / 362880 + s * (1.0 / 39916800 + s * (1.0 / 6227020800)))))))
  );
}

/** cosh(z) */
export function cosh(z: f64): f64 {
  if (abs(z) > SERIES_LIMIT) {
    const e = NativeMath.exp(z);
    return 0.5 * (e + 1 / e);
  }
  const s = z * z;
  return (
    1 + s * (1.0 / 2 + s * (1.0 / 24 + s * (1.0 / 720 + s * (1.0 / 40320 + s * (1.0 / 3628800 + s * (1.0 / 479001600))))))
  );
}
