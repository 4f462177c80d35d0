import {
  SLOWED_FALLING,
  SLOWED_RISING,
  type CellFields,
  type CellModel,
  type ModelParameters,
  type ParameterRule,
} from './cell-model.js';
import { cosh, sinh } from './hyperbolic.js';

const positive = { above: 0 };
const notNegative = { atLeast: 0 };
const kinkPlace = { atLeast: 0, below: 1 };

/** Names are the paper's symbols. Thresholds are both positive numbers. */
const parameters = {
  a1: { unit: 'A', bounds: positive, what: 'current amplitude for V >= 0' },
  a2: { unit: 'A', bounds: positive, what: 'current amplitude for V < 0' },
  b: { unit: '1/V', bounds: positive, what: 'curvature of the I-V' },
  Ap: { unit: '1/s', bounds: notNegative, what: 'speed above the positive threshold' },
  An: { unit: '1/s', bounds: notNegative, what: 'speed below the negative threshold' },
  Vp: { unit: 'V', bounds: positive, what: 'positive threshold' },
  Vn: { unit: 'V', bounds: positive, what: 'size of the negative threshold' },
  xp: { unit: '', bounds: kinkPlace, what: 'state above which a rising cell slows down' },
  xn: { unit: '', bounds: kinkPlace, what: 'a falling cell slows down below 1 - xn' },
  alphaP: { unit: '', bounds: notNegative, what: 'how fast a rising cell slows down' },
  alphaN: { unit: '', bounds: notNegative, what: 'how fast a falling cell slows down' },
  eta: {
    unit: '',
    bounds: {},
    oneOf: [1, -1],
    what: '1 where a positive voltage raises the state, -1 where it lowers it',
    isCommon: true,
  },
} as const satisfies Readonly<Record<string, ParameterRule>>;

export type YakopcicParameter = keyof typeof parameters;
export type YakopcicParameters = ModelParameters<YakopcicParameter>;
type Cells = CellFields<YakopcicParameter>;

/** g(V): 0 between the thresholds, Ap (e^V - e^Vp) above, -An (e^-V - e^Vn) below (eq. 2), in 1/s. */
function motionSpeed({ Ap, An, Vp, Vn }: Cells, k: number, volts: number): number {
  if (volts > Vp[k]!) return Ap[k]! * (Math.exp(volts) - Math.exp(Vp[k]!));
  if (volts < -Vn[k]!) return -An[k]! * (Math.exp(-volts) - Math.exp(Vn[k]!));
  return 0;
}

/**
 * The generalised memristor model of Yakopcic et al., IEEE TCAD 32(8), 2013, as P1 (reference 28, tables V and XI) uses
 * it: I = a1 x sinh(b V) for V >= 0, a2 x sinh(b V) for V < 0 (eq. 1); dx/dt = eta g(V) f(x) (eq. 7). The window f is
 * continuous, 1 in the linear part and 0 at the end moved towards; its slope jumps at xp and at 1 - xn (eqs. 3 to 6).
 */
export const yakopcic: CellModel<YakopcicParameter> = {
  name: 'yakopcic',
  source: 'Yakopcic et al., IEEE TCAD 32(8), 2013, eqs. 1 to 7',
  validity: 'bipolar cells with thresholds, at the frequencies and amplitudes of the measurement that was fitted',
  parameters,
  conductance: ({ a1, b }, k, x) => a1[k]! * b[k]! * x,
  state: ({ a1, b }, k, siemens) => siemens / (a1[k]! * b[k]!),
  current: ({ a1, a2, b }, k, x, volts) => (volts >= 0 ? a1[k]! : a2[k]!) * x * sinh(b[k]! * volts),
  slope: ({ a1, a2, b }, k, x, volts) => (volts >= 0 ? a1[k]! : a2[k]!) * x * b[k]! * cosh(b[k]! * volts),
  rate(cells, k, x, volts, slowed) {
    const speed = cells.eta[k]! * motionSpeed(cells, k, volts);
    if (speed === 0) return 0;
    const { xp, xn, alphaP, alphaN } = cells;
    if (speed > 0) {
      if (!(slowed & SLOWED_RISING)) return speed;
      return (speed * Math.exp(alphaP[k]! * (xp[k]! - x)) * (1 - x)) / (1 - xp[k]!);
    }
    if (!(slowed & SLOWED_FALLING)) return speed;
    return (speed * Math.exp(alphaN[k]! * (x + xn[k]! - 1)) * x) / (1 - xn[k]!);
  },
  bend: ({ b }, k) => b[k]!,
  hasKinkAtZero: ({ a1, a2 }, k) => a1[k] !== a2[k],
  restVolts: ({ Vp, Vn }) => [-Vn, Vp],
  conductanceScale: { a1: 1, a2: 1 },
  kinks: {
    rising: ({ xp }, k) => xp[k]!,
    falling: ({ xn }, k) => 1 - xn[k]!,
  },
  spice: {
    current: '({v} >= 0 ? {a1} : {a2})*{x}*sinh({b}*{v})',
    // the window that slows a cell is that of the way it moves, which eta decides
    rate:
      '{eta}*({v} > {Vp} ? {Ap}*(exp({v})-exp({Vp})) : ({v} < -{Vn} ? -{An}*(exp(-{v})-exp({Vn})) : 0))' +
      '*({eta}*{v} > 0 ? ({x} < {xp} ? 1 : exp(-{alphaP}*({x}-{xp}))*(({xp}-{x})/(1-{xp})+1))' +
      ' : ({x} > 1-{xn} ? 1 : exp({alphaN}*({x}+{xn}-1))*{x}/(1-{xn})))',
  },
};
