import type { CellFields, CellModel, ParameterRule } from './cell-model.js';
import { restWithoutThreshold } from './rest-volts.js';
import { isAtWall, spiceWalls, wallKinks } from './walls.js';
import { windowParameters, withEachWindow, type StateWindow } from './windows.js';

const positive = { above: 0 };
const between = { above: 0, below: 1 };

const parameters = {
  beta: { unit: 'A', bounds: positive, what: 'amplitude of the tunnelling current at w = 1' },
  alpha: { unit: '1/V', bounds: positive, what: 'curvature of the tunnelling current' },
  powerW: { unit: '', bounds: positive, what: 'n, the power of w in the tunnelling current', isCommon: true },
  chi: { unit: 'A', bounds: positive, what: 'amplitude of the rectifying current, which is there at every w' },
  gamma: { unit: '1/V', bounds: positive, what: 'curvature of the rectifying current' },
  a: { unit: '', bounds: positive, what: 'dw/dt at 1 V, in 1/s for every V^m' },
  powerV: {
    unit: '',
    bounds: positive,
    what: 'm, the power of the voltage in dw/dt; odd',
    oneOf: [1, 3, 5, 7, 9, 11, 13, 15],
    isCommon: true,
  },
  wMin: { unit: '', bounds: between, what: 'w at x = 0, where it stops' },
  wMax: { unit: '', bounds: between, what: 'w at x = 1, where it stops; above wMin' },
  ...windowParameters,
} as const satisfies Readonly<Record<string, ParameterRule>>;

export type NonlinearIonDriftParameter = keyof typeof parameters;
type Cells = CellFields<NonlinearIonDriftParameter>;

const widthAt = ({ wMin, wMax }: Cells, k: number, x: number): number => wMin[k]! + x * (wMax[k]! - wMin[k]!);

const SPICE_WIDTH = '({wMin}+{x}*({wMax}-{wMin}))';

/**
 * Non-linear ion drift: i = w^n beta sinh(alpha v) + chi (e^(gamma v) - 1), dw/dt = a f(w) v^m with an odd m (Yang et
 * al. 2008). The state is x = (w - wMin) / (wMax - wMin), and w stops at wMin and wMax as in the netlist of Lehtonen and
 * Laiho (CNNA 2010), or Joglekar's window would hold it at an end for good.
 */
const nonlinearIonDriftWith = (window: StateWindow): CellModel<NonlinearIonDriftParameter> => {
  const model: CellModel<NonlinearIonDriftParameter> = {
    name: 'nonlinear-ion-drift',
    source: `Yang et al., Nat. Nanotechnol. 3, 2008, as table 2 of Kvatinsky et al., Verilog-A for Memristor Models, has it; ${window.source}`,
    validity: 'rectifying titania cells up to some 2 V; no threshold, but v^m is as good as one',
    parameters,
    conductance: (cells, k, x) =>
      cells.alpha[k]! * cells.beta[k]! * widthAt(cells, k, x) ** cells.powerW[k]! + cells.chi[k]! * cells.gamma[k]!,
    state({ alpha, beta, powerW, chi, gamma, wMin, wMax }, k, siemens) {
      const tunnelling = Math.max(0, (siemens - chi[k]! * gamma[k]!) / (alpha[k]! * beta[k]!));
      return (tunnelling ** (1 / powerW[k]!) - wMin[k]!) / (wMax[k]! - wMin[k]!);
    },
    current(cells, k, x, volts) {
      const { beta, alpha, powerW, chi, gamma } = cells;
      const tunnelling = widthAt(cells, k, x) ** powerW[k]! * beta[k]! * Math.sinh(alpha[k]! * volts);
      return tunnelling + chi[k]! * Math.expm1(gamma[k]! * volts);
    },
    slope(cells, k, x, volts) {
      const { beta, alpha, powerW, chi, gamma } = cells;
      const tunnelling = widthAt(cells, k, x) ** powerW[k]! * beta[k]! * alpha[k]! * Math.cosh(alpha[k]! * volts);
      return tunnelling + chi[k]! * gamma[k]! * Math.exp(gamma[k]! * volts);
    },
    rate(cells, k, x, volts, slowed) {
      if (volts === 0 || isAtWall(x, volts, slowed)) return 0;
      const { a, powerV, wMin, wMax, p, j } = cells;
      const speed = (a[k]! * volts ** powerV[k]!) / (wMax[k]! - wMin[k]!);
      return speed * window.factor(widthAt(cells, k, x), volts > 0, p[k]!, j[k]!);
    },
    bend: ({ alpha, gamma }, k) => Math.max(alpha[k]!, gamma[k]!),
    hasKinkAtZero: () => false,
    restVolts: (nominal) => restWithoutThreshold(model, nominal),
    conductanceScale: { beta: 1, chi: 1 },
    kinks: wallKinks,
    get windows() {
      return nonlinearIonDrift;
    },
    spice: {
      current: `pow(${SPICE_WIDTH},{powerW})*{beta}*sinh({alpha}*{v})+{chi}*(exp({gamma}*{v})-1)`,
      rate:
        `{a}/({wMax}-{wMin})*sgn({v})*pow(abs({v}),{powerV})*${window.spice(SPICE_WIDTH, '{v}')}` +
        `*${spiceWalls('{v}')}`,
    },
  };
  return model;
};

export const nonlinearIonDrift = withEachWindow(nonlinearIonDriftWith);
