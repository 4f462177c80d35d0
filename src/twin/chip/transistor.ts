/** The transistor of a 1T1R cell, in series with its memristor; its gate is its row's. */
export interface Transistor {
  /** Gate voltage above which its channel conducts, in volts. */
  readonly thresholdVolts: number;
  /** How much its channel conducts for each volt beyond, in S/V, above 0. */
  readonly siemensPerVolt: number;
}

/** What the channel conducts in its triode region, in siemens: k (V_gate - V_th), 0 at and below the threshold. */
export const channelSiemens = ({ thresholdVolts, siemensPerVolt }: Transistor, gateVolts: number): number =>
  siemensPerVolt * Math.max(0, gateVolts - thresholdVolts);
