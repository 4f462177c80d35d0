import { idealPulse, type IdealPulseParameter } from '../ideal-pulse.js';
import { range, type PublishedDevice } from './published-device.js';

/**
 * An example, not a measurement: rows of G(P) = B (1 - e^(-P / A)) + Gmin (Chen, Peng and Yu, NeuroSim+, IEDM 2017) with
 * the conductances, pulses and numbers of levels of NeuroSim's Ag:a-Si device (97 up, 100 down) and A of 40 and 30 levels.
 */
export const examplePulses: PublishedDevice<IdealPulseParameter> = {
  name: 'example-pulses',
  model: idealPulse({
    set: [
      [3.1e-9, 0.9589e-9],
      [12e-9, 0.7391e-9],
      [21e-9, 0.5169e-9],
      [30e-9, 0.2947e-9],
      [38.5e-9, 0.0848e-9],
    ],
    reset: [
      [3.1e-9, -0.0429e-9],
      [12e-9, -0.3347e-9],
      [21e-9, -0.6298e-9],
      [30e-9, -0.9248e-9],
      [38.5e-9, -1.2035e-9],
    ],
  }),
  parameters: {
    minSiemens: 3.1e-9,
    maxSiemens: 38.5e-9,
    setVolts: 3.2,
    resetVolts: 2.8,
    threshold: 0.75,
    pulseSeconds: 300e-6,
  },
  range: range(3.1e-9, 38.5e-9),
  linearRange: range(10e-9, 30e-9),
  initialRange: range(18e-9, 24e-9),
  source: "an example made from a formula with the figures of NeuroSim's Ag:a-Si device (Jo 2010), not a measurement",
};
