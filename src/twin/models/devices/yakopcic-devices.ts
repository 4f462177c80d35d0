import { yakopcic, type YakopcicParameter } from '../yakopcic.js';
import { range, type PublishedDevice } from './published-device.js';

// P1's table VII lists the same parameters scaled by one factor a kind (0.67 Ap, 0.6553 Vp, ..): dividing by it gives
// back every value below, so P1 ran exactly these fits.
export const silverChalcogenide: PublishedDevice<YakopcicParameter> = {
  name: 'silver-chalcogenide',
  model: yakopcic,
  parameters: {
    a1: 0.17,
    a2: 0.17,
    b: 0.05,
    Ap: 4000,
    An: 4000,
    Vp: 0.16,
    Vn: 0.15,
    xp: 0.3,
    xn: 0.5,
    alphaP: 1,
    alphaN: 5,
    eta: 1,
  },
  range: range(0.255e-3, 8.5e-3),
  linearRange: range(3.18e-3, 6.38e-3),
  initialRange: range(4.4e-3, 5e-3),
  source: 'Oblea et al., IJCNN 2010; fit of Yakopcic et al., IEEE TCAD 32(8) 2013; ranges of P1 section V',
};

export const anodicTitania: PublishedDevice<YakopcicParameter> = {
  name: 'anodic-titania',
  model: yakopcic,
  parameters: {
    a1: 1.4,
    a2: 1.4,
    b: 0.05,
    Ap: 16,
    An: 11,
    Vp: 0.65,
    Vn: 0.56,
    xp: 0.3,
    xn: 0.5,
    alphaP: 1.1,
    alphaN: 6.2,
    eta: 1,
  },
  range: range(1e-3, 70e-3),
  linearRange: range(28e-3, 48e-3),
  initialRange: range(35e-3, 41e-3),
  source: 'Miller et al., IEEE EDL 31(7) 2010; fit of Yakopcic et al., IEEE TCAD 32(8) 2013; ranges of P1 section V',
};

export const silverSilicon: PublishedDevice<YakopcicParameter> = {
  name: 'silver-silicon',
  model: yakopcic,
  parameters: {
    a1: 3.7e-7,
    a2: 4.35e-7,
    b: 0.7,
    Ap: 0.005,
    An: 0.08,
    Vp: 1.5,
    Vn: 0.5,
    xp: 0.2,
    xn: 0.5,
    alphaP: 1.2,
    alphaN: 3,
    eta: 1,
  },
  range: range(1e-9, 259e-9),
  linearRange: range(26e-9, 130e-9),
  initialRange: range(39e-9, 65e-9),
  source:
    'Jo et al., Nano Lett. 10(4) 2010; fit of Yakopcic et al., IEEE TCAD 32(8) 2013, as github.com/thomastiotto/Memristor-Models ' +
    'has it; ranges are x of 0.1 to 0.5 and 0.15 to 0.25',
};

export const tantalumOxide: PublishedDevice<YakopcicParameter> = {
  name: 'tantalum-oxide',
  model: yakopcic,
  parameters: {
    a1: 0.11,
    a2: 0.11,
    b: 0.5,
    Ap: 7.5,
    An: 2,
    Vp: 0.09,
    Vn: 0.75,
    xp: 0.3,
    xn: 0.5,
    alphaP: 1,
    alphaN: 5,
    eta: 1,
  },
  range: range(0.55e-3, 55e-3),
  linearRange: range(16.5e-3, 38.5e-3),
  initialRange: range(25e-3, 30e-3),
  source:
    'Miao et al., Adv. Mater. 23(47) 2011; fit of Yakopcic et al., IEEE TCAD 32(8) 2013, as github.com/thomastiotto/Memristor-Models ' +
    'has it; ranges are x of 0.3 to 0.7 and 0.45 to 0.55',
};
