// One column of an array through an update once more, without any of the code that is measured: Kirchhoff at the column's
// node by Newton, the generalised model of Yakopcic et al. (IEEE TCAD 32(8), 2013) by small steps of the classical
// Runge-Kutta method. The parameters are the published fit of silver chalcogenide.

const { a, b, Ap, An, Vp, Vn, xp, xn, alphaP, alphaN } = {
  a: 0.17,
  b: 0.05,
  Ap: 4000,
  An: 4000,
  Vp: 0.16,
  Vn: 0.15,
  xp: 0.3,
  xn: 0.5,
  alphaP: 1,
  alphaN: 5,
};
/** Of a window; with twice as many no state moves by 1e-7. */
const STEPS = 100;

function rate(x, volts) {
  if (volts > Vp) {
    const window = x < xp ? 1 : Math.exp(-alphaP * (x - xp)) * ((xp - x) / (1 - xp) + 1);
    return Ap * (Math.exp(volts) - Math.exp(Vp)) * window;
  }
  if (volts < -Vn) {
    const window = x > 1 - xn ? 1 : (Math.exp(alphaN * (x + xn - 1)) * x) / (1 - xn);
    return -An * (Math.exp(-volts) - Math.exp(Vn)) * window;
  }
  return 0;
}

/** Where the currents of the cells and those of the switch and the reference conductance are the same. */
function nodeVolts(states, rowVolts, siemens, guess) {
  let node = guess;
  for (let iteration = 0; iteration < 50; iteration += 1) {
    let current = -node * siemens;
    let slope = -siemens;
    for (let row = 0; row < states.length; row += 1) {
      const across = b * (rowVolts[row] - node);
      current += a * states[row] * Math.sinh(across);
      slope -= a * b * states[row] * Math.cosh(across);
    }
    const change = current / slope;
    node -= change;
    if (Math.abs(change) < 1e-14) break;
  }
  return node;
}

/**
 * @param states x of the column's cells before
 * @param blocks of an update: every column sensed in its window, and floating without moving a cell outside it
 * @returns x after
 */
export function tightColumn(states, column, blocks, { switchOnOhms, referenceSiemens }) {
  const x = Float64Array.from(states);
  const siemens = 1 / switchOnOhms + referenceSiemens;
  let node = 0;
  const slopes = (at, rowVolts, out) => {
    node = nodeVolts(at, rowVolts, siemens, node);
    for (let row = 0; row < at.length; row += 1) out[row] = rate(at[row], rowVolts[row] - node);
  };
  const [k1, k2, k3, k4, trial] = Array.from({ length: 5 }, () => new Float64Array(x.length));
  const tryStep = (slope, seconds) => {
    for (let row = 0; row < x.length; row += 1) trial[row] = x[row] + seconds * slope[row];
    return trial;
  };
  for (const { drive } of blocks) {
    const h = (drive.openSeconds[column] - drive.closeSeconds[column]) / STEPS;
    for (let step = 0; h > 0 && step < STEPS; step += 1) {
      slopes(x, drive.rowVolts, k1);
      slopes(tryStep(k1, h / 2), drive.rowVolts, k2);
      slopes(tryStep(k2, h / 2), drive.rowVolts, k3);
      slopes(tryStep(k3, h), drive.rowVolts, k4);
      for (let row = 0; row < x.length; row += 1) {
        x[row] = Math.min(1, Math.max(0, x[row] + (h / 6) * (k1[row] + 2 * k2[row] + 2 * k3[row] + k4[row])));
      }
    }
  }
  return x;
}

/** The largest difference from it in some columns of an array. */
export function largestError(before, after, { columns }, blocks, circuit, sample) {
  let largest = 0;
  for (const column of sample) {
    const ofColumn = (states) =>
      Float64Array.from({ length: states.length / columns }, (_, row) => states[row * columns + column]);
    const wanted = tightColumn(ofColumn(before), column, blocks, circuit);
    const got = ofColumn(after);
    for (const [row, x] of wanted.entries()) largest = Math.max(largest, Math.abs(x - got[row]));
  }
  return largest;
}
