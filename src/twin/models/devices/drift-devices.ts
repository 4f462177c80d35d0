import { linearIonDrift, type LinearIonDriftParameter } from '../linear-ion-drift.js';
import { nonlinearIonDrift, type NonlinearIonDriftParameter } from '../nonlinear-ion-drift.js';
import { range, type PublishedDevice } from './published-device.js';

export const hpTitania: PublishedDevice<LinearIonDriftParameter> = {
  name: 'hp-titania',
  model: linearIonDrift.joglekar,
  parameters: { Ron: 100, Roff: 16e3, D: 10e-9, mobility: 1e-14, p: 1, j: 1 },
  range: range(62.5e-6, 10e-3),
  linearRange: range(80e-6, 320e-6),
  initialRange: range(100e-6, 160e-6),
  source:
    'Strukov et al., Nature 453, 2008, Roff/Ron = 160 and D = 10 nm; Ron, mobility and the window as Biolek et al., ' +
    'Radioengineering 18(2), 2009, take them; ranges are x of some 0.2 to 0.8 and 0.38 to 0.61',
};

// Their netlist gives currents in units of 10 nA (beta 9, chi 0.01) and charges 80 uF with V^13 f(w) amperes.
export const nonlinearTitania: PublishedDevice<NonlinearIonDriftParameter> = {
  name: 'nonlinear-titania',
  model: nonlinearIonDrift.joglekar,
  parameters: {
    beta: 90e-9,
    alpha: 2,
    powerW: 4,
    chi: 0.1e-9,
    gamma: 4,
    a: 12500,
    powerV: 13,
    wMin: 0.05,
    wMax: 0.95,
    p: 1,
    j: 1,
  },
  range: range(0.41e-9, 147e-9),
  linearRange: range(10e-9, 60e-9),
  initialRange: range(20e-9, 30e-9),
  source:
    'netlist of Lehtonen and Laiho, CNNA 2010, for the device of Yang et al., Nat. Nanotechnol. 3, 2008, without its series and ' +
    'leak resistors; ranges are ours',
};
