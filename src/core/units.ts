/**
 * SI units as branded numbers. Inside the program every quantity is in its SI unit; the brand stops a current from
 * being passed where a voltage is meant. Bulk data are typed arrays whose names carry the unit (`rowVolts`).
 */
declare const unit: unique symbol;
type Quantity<Name extends string> = number & { readonly [unit]: Name };

export type Volts = Quantity<'V'>;
export type Amperes = Quantity<'A'>;
export type Siemens = Quantity<'S'>;
export type Ohms = Quantity<'Ohm'>;
export type Seconds = Quantity<'s'>;
export type Joules = Quantity<'J'>;
/** Whole ticks of the board's own clock; `BoardLimits.tickSeconds` says how long one is. */
export type BoardTicks = Quantity<'tick'>;
/** Milliseconds of the host's monotonic clock: for waits and latencies, never for physics. */
export type HostTime = Quantity<'host ms'>;

export const volts = (value: number): Volts => value as Volts;
export const amperes = (value: number): Amperes => value as Amperes;
export const siemens = (value: number): Siemens => value as Siemens;
export const ohms = (value: number): Ohms => value as Ohms;
export const seconds = (value: number): Seconds => value as Seconds;
export const joules = (value: number): Joules => value as Joules;
export const boardTicks = (value: number): BoardTicks => value as BoardTicks;
export const hostTime = (value: number): HostTime => value as HostTime;

/** Boards count voltages of limits and read-backs in microvolts. */
export const MICROVOLTS_PER_VOLT = 1e6;
