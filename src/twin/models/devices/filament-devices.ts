import { stanfordRram, type StanfordRramParameter } from '../stanford-rram.js';
import { range, type PublishedDevice } from './published-device.js';

// The Verilog-A has a thermal capacitance of 3.1825e-16 J/K and a time constant of 0.23 ns; their ratio is Rth.
export const hafniaFilament: PublishedDevice<StanfordRramParameter> = {
  name: 'hafnia-filament',
  model: stanfordRram,
  parameters: {
    I0: 6.14e-5,
    V0: 0.43,
    g0: 0.27505e-9,
    gMin: 0.1e-9,
    gMax: 1.7e-9,
    vel0: 150,
    Eag: 1.501,
    Ear: 1.5,
    a0: 0.25e-9,
    tox: 5e-9,
    gamma0: 16.5,
    beta: 1.25,
    g1: 1e-9,
    T0: 298,
    Rth: 7.227e5,
  },
  range: range(0.296e-6, 99e-6),
  linearRange: range(5e-6, 50e-6),
  initialRange: range(8e-6, 16e-6),
  source: 'defaults of the Verilog-A of Chen and Yu, IEEE TED 62(12), 2015 (Stanford and ASU); ranges are ours',
};
