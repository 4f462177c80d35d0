import type { CellFields, CellModel, ParameterRule } from './cell-model.js';
import { isAtWall, spiceWalls, wallKinks } from './walls.js';
import { windowParameters, withEachWindow, type StateWindow } from './windows.js';

const positive = { above: 0 };
const negative = { below: 0 };

/** Names and signs are the paper's, in which a positive voltage raises the resistance. */
const parameters = {
  Ron: { unit: 'Ohm', bounds: positive, what: 'resistance at x = 1, where w = w_on' },
  Roff: { unit: 'Ohm', bounds: positive, what: 'resistance at x = 0, where w = w_off; above Ron' },
  exponential: {
    unit: '',
    bounds: {},
    oneOf: [0, 1],
    what: '0 where resistance is linear in w, 1 where it is exponential',
    isCommon: true,
  },
  vOn: { unit: 'V', bounds: negative, what: "threshold of a SET at the model's own terminals; negative" },
  vOff: { unit: 'V', bounds: positive, what: "threshold of a RESET at the model's own terminals" },
  kOn: { unit: 'm/s', bounds: negative, what: 'dw/dt of a SET at twice its threshold; negative' },
  kOff: { unit: 'm/s', bounds: positive, what: 'dw/dt of a RESET at twice its threshold' },
  alphaOn: { unit: '', bounds: positive, what: 'power of the overdrive of a SET' },
  alphaOff: { unit: '', bounds: positive, what: 'power of the overdrive of a RESET' },
  length: { unit: 'm', bounds: positive, what: 'w_off - w_on, all the way that w can go' },
  eta: {
    unit: '',
    bounds: {},
    oneOf: [1, -1],
    what: "1 where the cell's positive terminal is at its column: a positive voltage from row to column raises x; -1 turned round",
    isCommon: true,
  },
  ...windowParameters,
} as const satisfies Readonly<Record<string, ParameterRule>>;

export type VteamParameter = keyof typeof parameters;
type Cells = CellFields<VteamParameter>;

function siemensAt({ Ron, Roff, exponential }: Cells, k: number, x: number): number {
  if (exponential[k] === 1) return (Ron[k]! / Roff[k]!) ** (1 - x) / Ron[k]!;
  return 1 / (Roff[k]! + x * (Ron[k]! - Roff[k]!));
}

/** dw/dt over w_off - w_on, without a window, for a voltage at the paper's terminals, in 1/s. */
function widening({ vOn, vOff, kOn, kOff, alphaOn, alphaOff, length }: Cells, k: number, volts: number): number {
  if (volts > vOff[k]!) return (kOff[k]! / length[k]!) * (volts / vOff[k]! - 1) ** alphaOff[k]!;
  if (volts < vOn[k]!) return (kOn[k]! / length[k]!) * (volts / vOn[k]! - 1) ** alphaOn[k]!;
  return 0;
}

const SPICE_SIEMENS = '({exponential}>0.5 ? pow({Ron}/{Roff},1-{x})/{Ron} : 1/({Roff}+{x}*({Ron}-{Roff})))';
// x rises where the voltage at the paper's terminals is negative
const SPICE_RISING = '{eta}*{v}';
const SPICE_SPEED =
  '(-{eta}*{v} > {vOff} ? -{kOff}*pow(max(0,-{eta}*{v}/{vOff}-1),{alphaOff}) : ' +
  '(-{eta}*{v} < {vOn} ? -{kOn}*pow(max(0,-{eta}*{v}/{vOn}-1),{alphaOn}) : 0))/{length}';

/**
 * VTEAM: dw/dt = k_off (v / v_off - 1)^alpha_off f(w) for v > v_off, k_on (v / v_on - 1)^alpha_on f(w) for v < v_on, else
 * 0; a resistance linear or exponential in w. Here x = (w_off - w) / (w_off - w_on), so dx/dt is
 * -dw/dt over that length, and the cell stands with its positive terminal at the column (`eta`).
 */
const vteamWith = (window: StateWindow): CellModel<VteamParameter> => {
  const hasWalls = window.kind === 'none';
  return {
    name: 'vteam',
    source: `Kvatinsky et al., IEEE TCAS-II 62(8), 2015; ${window.source}`,
    validity: 'bipolar cells with voltage thresholds, within the amplitudes of the measurement that was fitted',
    parameters,
    conductance: siemensAt,
    state({ Ron, Roff, exponential }, k, siemens) {
      if (exponential[k] === 1) return 1 - Math.log(siemens * Ron[k]!) / Math.log(Ron[k]! / Roff[k]!);
      return (Roff[k]! - 1 / siemens) / (Roff[k]! - Ron[k]!);
    },
    current: (cells, k, x, volts) => siemensAt(cells, k, x) * volts,
    slope: siemensAt,
    rate(cells, k, x, volts, slowed) {
      const speed = -widening(cells, k, -cells.eta[k]! * volts);
      if (speed === 0 || (hasWalls && isAtWall(x, speed, slowed))) return 0;
      return speed * window.factor(x, speed > 0, cells.p[k]!, cells.j[k]!);
    },
    bend: () => 0,
    hasKinkAtZero: () => false,
    restVolts: ({ vOn, vOff, eta }) => (eta > 0 ? [-vOff, -vOn] : [vOn, vOff]),
    conductanceScale: { Ron: -1, Roff: -1 },
    ...(window.locksAtEnds ? { locksAtEnds: true } : {}),
    ...(hasWalls ? { kinks: wallKinks } : {}),
    get windows() {
      return vteam;
    },
    spice: {
      current: `{v}*${SPICE_SIEMENS}`,
      rate: `${SPICE_SPEED}*${window.spice('{x}', SPICE_RISING)}${hasWalls ? `*${spiceWalls(SPICE_RISING)}` : ''}`,
    },
  };
};

export const vteam = withEachWindow(vteamWith);
