/** The windows that slow a drifting state near its ends; `none` lets it run into them. */
export const windowKinds = ['none', 'joglekar', 'biolek', 'prodromakis'] as const;

export type WindowKind = (typeof windowKinds)[number];

/** A factor on dx/dt. Windows with an exponent take p, and Prodromakis' its scale j. */
export interface StateWindow {
  readonly kind: WindowKind;
  readonly source: string;
  /** f(x) for a state in [0, 1] that moves up or down. */
  factor(x: number, isRising: boolean, p: number, j: number): number;
  /** Whether f is 0 at both ends either way: a state that has come to one stays there (the terminal state problem). */
  readonly locksAtEnds: boolean;
  /** f for ngspice, with `{p}` and `{j}`. @param rising an expression that is above 0 where the state rises */
  spice(state: string, rising: string): string;
}

const TABLE = '(table 3 of Kvatinsky et al., Verilog-A for Memristor Models, Technion 2011)';

const none: StateWindow = {
  kind: 'none',
  source: 'no window',
  factor: () => 1,
  locksAtEnds: false,
  spice: () => '1',
};

/** f = 1 - (2x - 1)^(2p): 0 at both ends, 1 in the middle. */
const joglekar: StateWindow = {
  kind: 'joglekar',
  source: `window of Joglekar and Wolf, Eur. J. Phys. 30, 2009 ${TABLE}`,
  factor: (x, _isRising, p) => 1 - ((2 * x - 1) * (2 * x - 1)) ** p,
  locksAtEnds: true,
  spice: (state) => `(1-pow((2*${state}-1)*(2*${state}-1),{p}))`,
};

/** f = 1 - (x - stp(-i))^(2p): 0 at the end that x moves towards, 1 at the one it comes from. */
const biolek: StateWindow = {
  kind: 'biolek',
  source: `window of Biolek, Biolek and Biolkova, Radioengineering 18(2), 2009 ${TABLE}`,
  factor(x, isRising, p) {
    const passed = isRising ? x : x - 1;
    return 1 - (passed * passed) ** p;
  },
  locksAtEnds: false,
  spice: (state, rising) => `(1-pow((${rising}>0 ? ${state} : 1-${state}),2*{p}))`,
};

/** f = j (1 - ((x - 1/2)^2 + 3/4)^p): 0 at both ends, j (1 - 0.75^p) in the middle. */
const prodromakis: StateWindow = {
  kind: 'prodromakis',
  source: `window of Prodromakis et al., IEEE Trans. Electron Devices 58(9), 2011 ${TABLE}`,
  factor: (x, _isRising, p, j) => j * (1 - ((x - 0.5) * (x - 0.5) + 0.75) ** p),
  locksAtEnds: true,
  spice: (state) => `({j}*(1-pow((${state}-0.5)*(${state}-0.5)+0.75,{p})))`,
};

export const stateWindows: Readonly<Record<WindowKind, StateWindow>> = { none, joglekar, biolek, prodromakis };

/** The parameters of a model with windows that belong to the window. */
export const windowParameters = {
  p: { unit: '', bounds: { above: 0 }, what: 'exponent of the window; a whole number in the papers' },
  j: { unit: '', bounds: { above: 0 }, what: 'scale of the prodromakis window; the others do without' },
} as const;

/** A model with each of the windows. */
export const withEachWindow = <Model>(make: (window: StateWindow) => Model): Readonly<Record<WindowKind, Model>> => ({
  none: make(none),
  joglekar: make(joglekar),
  biolek: make(biolek),
  prodromakis: make(prodromakis),
});
