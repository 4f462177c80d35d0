import type { CellFields, CellModel, ParameterRule } from './cell-model.js';
import { restWithoutThreshold } from './rest-volts.js';
import { isAtWall, spiceWalls, wallKinks } from './walls.js';
import { windowParameters, withEachWindow, type StateWindow } from './windows.js';

const positive = { above: 0 };

const parameters = {
  Ron: { unit: 'Ohm', bounds: positive, what: 'resistance at x = 1, all of the film doped' },
  Roff: { unit: 'Ohm', bounds: positive, what: 'resistance at x = 0; above Ron' },
  D: { unit: 'm', bounds: positive, what: 'thickness of the film' },
  mobility: { unit: 'm^2/(V s)', bounds: positive, what: 'of the dopants, muV in the paper' },
  ...windowParameters,
} as const satisfies Readonly<Record<string, ParameterRule>>;

export type LinearIonDriftParameter = keyof typeof parameters;
type Cells = CellFields<LinearIonDriftParameter>;

const ohmsAt = ({ Ron, Roff }: Cells, k: number, x: number): number => Ron[k]! * x + Roff[k]! * (1 - x);

const SPICE_AMPERES = '({v}/({Ron}*{x}+{Roff}*(1-{x})))';

/**
 * Linear ion drift, x = w / D: v = (Ron x + Roff (1 - x)) i (eq. 5) and dx/dt = muV Ron / D^2 i f(x) (eq. 6, with a
 * window f). A positive voltage raises x.
 */
const linearIonDriftWith = (window: StateWindow): CellModel<LinearIonDriftParameter> => {
  const hasWalls = window.kind === 'none';
  const model: CellModel<LinearIonDriftParameter> = {
    name: 'linear-ion-drift',
    source: `Strukov et al., Nature 453, 2008, eqs. 5 and 6; ${window.source}`,
    validity: 'a textbook: ohmic, without a threshold, so every read moves cells a little; no device switches like it',
    parameters,
    conductance: (cells, k, x) => 1 / ohmsAt(cells, k, x),
    state: ({ Ron, Roff }, k, siemens) => (Roff[k]! - 1 / siemens) / (Roff[k]! - Ron[k]!),
    current: (cells, k, x, volts) => volts / ohmsAt(cells, k, x),
    slope: (cells, k, x) => 1 / ohmsAt(cells, k, x),
    rate(cells, k, x, volts, slowed) {
      const { Ron, D, mobility, p, j } = cells;
      if (volts === 0 || (hasWalls && isAtWall(x, volts, slowed))) return 0;
      const drift = (mobility[k]! * Ron[k]!) / (D[k]! * D[k]!);
      return ((drift * volts) / ohmsAt(cells, k, x)) * window.factor(x, volts > 0, p[k]!, j[k]!);
    },
    bend: () => 0,
    hasKinkAtZero: () => false,
    restVolts: (nominal) => restWithoutThreshold(model, nominal),
    conductanceScale: { Ron: -1, Roff: -1 },
    ...(window.locksAtEnds ? { locksAtEnds: true } : {}),
    ...(hasWalls ? { kinks: wallKinks } : {}),
    get windows() {
      return linearIonDrift;
    },
    spice: {
      current: SPICE_AMPERES,
      rate:
        `{mobility}*{Ron}/({D}*{D})*${SPICE_AMPERES}*${window.spice('{x}', '{v}')}` +
        (hasWalls ? `*${spiceWalls('{v}')}` : ''),
    },
  };
  return model;
};

export const linearIonDrift = withEachWindow(linearIonDriftWith);
