// Cells see b V of a few hundredths, where these series are exact to the last bit or two.
const SHORT_LIMIT: f64 = 0.06;
const SERIES_LIMIT: f64 = 0.5;

function longSinh(z: f64): f64 {
  if (abs(z) > SERIES_LIMIT) {
    const e = NativeMath.exp(z);
    return 0.5 * (e - 1 / e);
  }
  const s = z * z;
  const last = 1.0 / 362880 + s * (1.0 / 39916800 + s * (1.0 / 6227020800));
  return z * (1 + s * (1.0 / 6 + s * (1.0 / 120 + s * (1.0 / 5040 + s * last))));
}

/** cosh(z) - 1 */
function longRise(z: f64): f64 {
  if (abs(z) > SERIES_LIMIT) {
    const e = NativeMath.exp(z);
    return 0.5 * (e + 1 / e) - 1;
  }
  const s = z * z;
  const last = 1.0 / 40320 + s * (1.0 / 3628800 + s * (1.0 / 479001600 + s * (1.0 / 87178291200)));
  return s * (1.0 / 2 + s * (1.0 / 24 + s * (1.0 / 720 + s * last)));
}

/** sinh(z) */
@inline
export function sinh(z: f64): f64 {
  if (abs(z) > SHORT_LIMIT) return longSinh(z);
  const s = z * z;
  return z * (1 + s * (1.0 / 6 + s * (1.0 / 120 + s * (1.0 / 5040))));
}

/** cosh(z) - 1, without the cancellation */
@inline
export function coshRise(z: f64): f64 {
  if (abs(z) > SHORT_LIMIT) return longRise(z);
  const s = z * z;
  return s * (1.0 / 2 + s * (1.0 / 24 + s * (1.0 / 720 + s * (1.0 / 40320))));
}
