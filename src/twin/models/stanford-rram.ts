import type { CellFields, CellModel, ParameterRule } from './cell-model.js';
import { restWithoutThreshold } from './rest-volts.js';
import { isAtWall, spiceWalls, wallKinks } from './walls.js';

/** Boltzmann's constant over the charge of an electron, V/K (SI 2019). */
const VOLTS_PER_KELVIN = 8.617333262e-5;
/** e to this is near the largest double; only fields that no oxide survives come so far. */
const STEEPEST = 690;

const positive = { above: 0 };
const notNegative = { atLeast: 0 };

const parameters = {
  I0: { unit: 'A', bounds: positive, what: 'amplitude of the current at a gap of 0' },
  V0: { unit: 'V', bounds: positive, what: 'over which voltage the current bends' },
  g0: { unit: 'm', bounds: positive, what: 'over which gap the current falls by e' },
  gMin: { unit: 'm', bounds: notNegative, what: 'smallest gap, at x = 1' },
  gMax: { unit: 'm', bounds: positive, what: 'largest gap, at x = 0; above gMin' },
  vel0: { unit: 'm/s', bounds: positive, what: 'attempt velocity of the gap, v0 in the paper' },
  Eag: { unit: 'V', bounds: positive, what: 'activation energy over charge of vacancy generation (SET)' },
  Ear: { unit: 'V', bounds: positive, what: 'activation energy over charge of vacancy recombination (RESET)' },
  a0: { unit: 'm', bounds: positive, what: 'hopping distance' },
  tox: { unit: 'm', bounds: positive, what: 'thickness of the oxide, L in the paper' },
  gamma0: { unit: '', bounds: positive, what: 'enhancement of the field at a gap of 0' },
  beta: { unit: '', bounds: notNegative, what: 'how fast the enhancement falls with the cube of the gap' },
  g1: { unit: 'm', bounds: positive, what: 'gap at which the enhancement has fallen by beta' },
  T0: { unit: 'K', bounds: positive, what: 'ambient temperature' },
  Rth: { unit: 'K/W', bounds: notNegative, what: 'thermal resistance of the filament' },
} as const satisfies Readonly<Record<string, ParameterRule>>;

export type StanfordRramParameter = keyof typeof parameters;
type Cells = CellFields<StanfordRramParameter>;

const gapAt = ({ gMin, gMax }: Cells, k: number, x: number): number => gMax[k]! - x * (gMax[k]! - gMin[k]!);

const SPICE_GAP = '({gMax}-{x}*({gMax}-{gMin}))';
const SPICE_AMPERES = `({I0}*exp(-${SPICE_GAP}/{g0})*sinh({v}/{V0}))`;
const SPICE_THERMAL = `(${VOLTS_PER_KELVIN}*({T0}+{Rth}*abs({v}*${SPICE_AMPERES})))`;
const SPICE_FIELD = `(max(0,{gamma0}-{beta}*pow(${SPICE_GAP}/{g1},3))*{a0}/{tox}*{v})`;
const spiceHops = (barrier: string): string => `exp(min(${STEEPEST},(${barrier})/${SPICE_THERMAL}))`;

/**
 * Stanford-PKU RRAM: I = I0 e^(-g / g0) sinh(V / V0);
 * dg/dt = -v0 (e^(-Eag / kT) e^(gamma a0 V / (L kT)) - e^(-Ear / kT) e^(-gamma a0 V / (L kT))), energies in eV,
 * gamma = gamma0 - beta (g / g1)^3, T = T0 + Rth |V I|. x = (gMax - g) / (gMax - gMin), so a positive voltage raises x.
 *
 * With Eag = Ear = Ea it is version 1.0.0 of the Verilog-A, dg/dt = -v0' e^(-Ea / kT) sinh(..), for v0 = v0' / 2 and without
 * its least field. The filament's temperature follows at once: its time constant is below a nanosecond.
 */
export const stanfordRram: CellModel<StanfordRramParameter> = {
  name: 'stanford-rram',
  source:
    'Guan, Yu and Wong, IEEE EDL 33(10), 2012; Chen and Yu, IEEE TED 62(12), 2015, the equations of its Verilog-A',
  validity: 'filaments in hafnia of some nm; up to 3 V, beyond which the filament would be thousands of kelvin hot',
  parameters,
  conductance: (cells, k, x) => (cells.I0[k]! / cells.V0[k]!) * Math.exp(-gapAt(cells, k, x) / cells.g0[k]!),
  state({ I0, V0, g0, gMin, gMax }, k, siemens) {
    const gap = -g0[k]! * Math.log((siemens * V0[k]!) / I0[k]!);
    return (gMax[k]! - gap) / (gMax[k]! - gMin[k]!);
  },
  current(cells, k, x, volts) {
    return cells.I0[k]! * Math.exp(-gapAt(cells, k, x) / cells.g0[k]!) * Math.sinh(volts / cells.V0[k]!);
  },
  slope: (cells, k, x, volts) => stanfordRram.conductance(cells, k, x) * Math.cosh(volts / cells.V0[k]!),
  rate(cells, k, x, volts, slowed) {
    const { vel0, Eag, Ear, a0, tox, gamma0, beta, g1, T0, Rth, gMin, gMax } = cells;
    const heat = Math.abs(volts * stanfordRram.current(cells, k, x, volts));
    const thermal = VOLTS_PER_KELVIN * (T0[k]! + Rth[k]! * heat);
    const gamma = Math.max(0, gamma0[k]! - beta[k]! * (gapAt(cells, k, x) / g1[k]!) ** 3);
    const field = ((gamma * a0[k]!) / tox[k]!) * volts;
    const closing = Math.exp(Math.min(STEEPEST, (field - Eag[k]!) / thermal));
    const opening = Math.exp(Math.min(STEEPEST, (-field - Ear[k]!) / thermal));
    const speed = (vel0[k]! * (closing - opening)) / (gMax[k]! - gMin[k]!);
    return isAtWall(x, speed, slowed) ? 0 : speed;
  },
  bend: ({ V0 }, k) => 1 / V0[k]!,
  hasKinkAtZero: () => false,
  restVolts: (nominal) => restWithoutThreshold(stanfordRram, nominal),
  conductanceScale: { I0: 1 },
  kinks: wallKinks,
  spice: {
    current: SPICE_AMPERES,
    rate:
      `{vel0}/({gMax}-{gMin})*(${spiceHops(`${SPICE_FIELD}-{Eag}`)}-${spiceHops(`-${SPICE_FIELD}-{Ear}`)})` +
      `*${spiceWalls('{v}')}`,
  },
};
