import { vteam, type VteamParameter } from '../vteam.js';
import { range, type PublishedDevice } from './published-device.js';

// The exponents are those of P4; MemTorch's case study has the same numbers with the two exchanged (alpha_on 3,
// alpha_off 1). P4 gives no length: 3 nm is the model's usual one, MemTorch's case study takes 10 nm.
export const platinumHafniumTitanium: PublishedDevice<VteamParameter> = {
  name: 'pt-hf-ti',
  model: vteam.none,
  parameters: {
    Ron: 100,
    Roff: 2500,
    exponential: 0,
    vOn: -0.53,
    vOff: 0.5,
    kOn: -80,
    kOff: 4.03e-8,
    alphaOn: 1,
    alphaOff: 3,
    length: 3e-9,
    eta: 1,
    p: 1,
    j: 1,
  },
  range: range(0.4e-3, 10e-3),
  linearRange: range(0.5e-3, 2e-3),
  initialRange: range(0.6e-3, 1e-3),
  source:
    'Baokar and He, IAENG 2023, table 2 (P4); w_off - w_on = 3 nm as in Kvatinsky et al., Verilog-A for Memristor Models; ranges ' +
    'are ours',
};
