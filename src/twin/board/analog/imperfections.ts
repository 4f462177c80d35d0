/** Errors of the voltage outputs. Every row, column and gate has a channel of its own; what is left out is 0. */
export interface DacImperfections {
  /** Standard deviation over the channels, drawn once, volts. */
  readonly offsetVolts?: number | undefined;
  /** Standard deviation over the channels of slope / nominal slope - 1, drawn once. */
  readonly gainError?: number | undefined;
  /** No code is farther than so many steps from the straight line between the ends of the range. */
  readonly inlLsb?: number | undefined;
  /** Time constant with which an output approaches a new voltage, seconds. */
  readonly settleSeconds?: number | undefined;
  /** Standard deviation of what a channel adds to a block or a read, drawn anew for each, volts. */
  readonly noiseVolts?: number | undefined;
}

/** Errors of what measures currents, amplifier and converter together, one channel a line. */
export interface AdcImperfections {
  /** Standard deviation over the channels, drawn once, amperes. */
  readonly offsetAmperes?: number | undefined;
  readonly gainError?: number | undefined;
  readonly inlLsb?: number | undefined;
  /** Time constant of the amplifier and its filter, seconds. */
  readonly settleSeconds?: number | undefined;
  /** Standard deviation of each conversion, amperes. */
  readonly noiseAmperes?: number | undefined;
}

/** When column switches really open and close, and what they leave behind. */
export interface SwitchImperfections {
  /** From an edge of the plan until the switch is closed. */
  readonly onSeconds?: number | undefined;
  /** From an edge of the plan until it is open. */
  readonly offSeconds?: number | undefined;
  /** Standard deviation over the switches of each of the two delays, drawn once. */
  readonly skewSeconds?: number | undefined;
  /** Standard deviation of every single edge. */
  readonly jitterSeconds?: number | undefined;
  /** Put on the column at every opening and closing; of either sign. Needs {@link lineFarads} to move a cell. */
  readonly injectedCoulombs?: number | undefined;
  /** Capacitance of a column, which holds its voltage for a moment when its switch opens. */
  readonly lineFarads?: number | undefined;
}

/** What a board does worse than its data sheet says. */
export interface BoardImperfections {
  readonly dac?: DacImperfections | undefined;
  readonly adc?: AdcImperfections | undefined;
  readonly switches?: SwitchImperfections | undefined;
}

const hasAny = (errors: object | undefined): boolean =>
  errors !== undefined && Object.values(errors).some((value) => value !== undefined && value !== 0);

/** Which parts of a board have any error at all; undefined where none has. */
export function onlyReal({ dac, adc, switches }: BoardImperfections): BoardImperfections | undefined {
  if (![dac, adc, switches].some(hasAny)) return undefined;
  return {
    dac: hasAny(dac) ? dac : undefined,
    adc: hasAny(adc) ? adc : undefined,
    switches: hasAny(switches) ? switches : undefined,
  };
}
