import type { WindowKind } from './windows.js';

/** What a parameter of a model may be, as chip files check it. */
export interface ParameterRule {
  /** Of the SI, as chip files take it: `A`, `1/V`, or nothing for a ratio. */
  readonly unit: string;
  readonly bounds: {
    readonly above?: number;
    readonly atLeast?: number;
    readonly atMost?: number;
    readonly below?: number;
  };
  readonly what: string;
  /** The only values it may have, where they are few. */
  readonly oneOf?: readonly number[];
  /** True where it cannot differ from cell to cell, such as the sense of a whole chip. */
  readonly isCommon?: true;
}

/** The parameters of cells, one value a cell under the name of each. */
export type CellFields<Name extends string = string> = Readonly<Record<Name, Float64Array>>;

/** One value for every parameter of a model. */
export type ModelParameters<Name extends string = string> = Readonly<Record<Name, number>>;

/** Bits of `slowed`: the branch of its window that a cell is on for either way of moving. */
export const SLOWED_RISING = 1;
export const SLOWED_FALLING = 2;

/**
 * The physics of one kind of cell. Its state x lies in [0, 1] and its conductance rises with x. Voltages are from row to
 * column, in volts; currents flow the same way, in amperes; times are in seconds. `k` picks a cell of the fields.
 *
 * Current must rise with voltage at every state, or Kirchhoff has more than one answer.
 */
export interface CellModel<Name extends string = string> {
  /** As chip files and documents call it. */
  readonly name: string;
  /** Paper, with the equations that the functions below follow. */
  readonly source: string;
  /** Where the model says something about real devices. */
  readonly validity: string;
  readonly parameters: Readonly<Record<Name, ParameterRule>>;
  /** Small-signal conductance at 0 V, siemens. */
  conductance(cells: CellFields<Name>, k: number, x: number): number;
  /** The state of a cell with this small-signal conductance; not clamped to [0, 1]. */
  state(cells: CellFields<Name>, k: number, siemens: number): number;
  current(cells: CellFields<Name>, k: number, x: number, volts: number): number;
  /** dI/dV, siemens. */
  slope(cells: CellFields<Name>, k: number, x: number, volts: number): number;
  /**
   * dx/dt in 1/s, a number at every x in [0, 1] and at every voltage, 0 at an end that it moves towards or beyond which
   * the clamping to [0, 1] holds it.
   *
   * @param slowed which branches of a window with kinks hold, so that the rate stays smooth within a step of an
   *   integrator; models without `kinks` do not look at it
   */
  rate(cells: CellFields<Name>, k: number, x: number, volts: number, slowed: number): number;
  /** Over which voltage the current bends: 1/V0 of an exponential in V/V0; 0 for an ohmic cell. In 1/V. */
  bend(cells: CellFields<Name>, k: number): number;
  /** Whether dI/dV jumps at 0 V. */
  hasKinkAtZero(cells: CellFields<Name>, k: number): boolean;
  /**
   * Lowest and highest voltage at which nominal cells rest. Where a model has no threshold, those at which a read of
   * 10 us moves x by less than 1e-6.
   */
  restVolts(parameters: ModelParameters<Name>): readonly [lowest: number, highest: number];
  /** The parameters that all currents of a cell are proportional to, or (-1) inversely. */
  readonly conductanceScale: Readonly<Partial<Record<Name, 1 | -1>>>;
  /** True where the rate is 0 at both ends whichever way the voltage points, so that a cell on one would never leave it. */
  readonly locksAtEnds?: true;
  /** The states at which dx/dt has a kink: beyond which a rising and a falling cell slows down. */
  readonly kinks?: {
    rising(cells: CellFields<Name>, k: number): number;
    falling(cells: CellFields<Name>, k: number): number;
  };
  /** The same model with each window there is, for those that take one; this one is among them. */
  readonly windows?: Readonly<Record<WindowKind, CellModel<Name>>>;
  /** The same equations for ngspice; with names of parameters in braces, `{v}` for the voltage and `{x}` for the state. */
  readonly spice: { readonly current: string; readonly rate: string };
}

/** Fields of a single cell. */
export const oneCell = <Name extends string>(parameters: ModelParameters<Name>): CellFields<Name> =>
  Object.fromEntries(
    Object.entries<number>(parameters).map(([name, value]) => [name, Float64Array.of(value)]),
  ) as unknown as CellFields<Name>;
