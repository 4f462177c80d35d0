/** The transistor of a 1T1R cell, in series with its memristor; its gate is its row's. */
export interface Transistor {
  /** Gate voltage above which its channel conducts, in volts. */
  readonly thresholdVolts: number;
  /** K of its square law, in A/V^2: how much its channel conducts at first for each volt beyond, in S/V; above 0. */
  readonly siemensPerVolt: number;
}

/** The channels behind the cells of an array. */
export interface Channels {
  readonly siemensPerVolt: number;
  /** By how much the gates of each row are beyond the threshold, in volts; 0 at and below it. */
  readonly overdrive: Float64Array;
}

export const channelsOf = ({ thresholdVolts, siemensPerVolt }: Transistor, gateVolts: Float64Array): Channels => ({
  siemensPerVolt,
  overdrive: gateVolts.map((volts) => Math.max(0, volts - thresholdVolts)),
});

/**
 * Current of a channel by the square law: K (Vov v - v^2 / 2) up to v = Vov, K Vov^2 / 2 beyond, which is what limits a SET;
 * the same the other way round.
 *
 * @param volts across the channel
 */
export function channelAmperes(siemensPerVolt: number, overdrive: number, volts: number): number {
  const across = Math.max(-overdrive, Math.min(overdrive, volts));
  return siemensPerVolt * across * (overdrive - Math.abs(across) / 2);
}

/** dI/dV of a channel, siemens; 0 where it is saturated. */
export const channelSlope = (siemensPerVolt: number, overdrive: number, volts: number): number =>
  siemensPerVolt * Math.max(0, overdrive - Math.abs(volts));
