import { siemens, type ConductanceRange } from '../../core/index.js';
import type { CellModel, ModelParameters } from './cell-model.js';
import { resistor } from './resistor.js';
import { yakopcic, type YakopcicParameter } from './yakopcic.js';

/** A published device: the parameters of its fit and the conductances its users found. */
export interface PublishedDevice<Name extends string = string> {
  readonly name: string;
  readonly model: CellModel<Name>;
  readonly parameters: ModelParameters<Name>;
  /** All conductances it can have. */
  readonly range: ConductanceRange;
  /** Where conductance changes nearly in proportion to time. */
  readonly linearRange: ConductanceRange;
  /** Where P1 starts a network. */
  readonly initialRange: ConductanceRange;
  readonly source: string;
}

const range = (min: number, max: number): ConductanceRange => ({ min: siemens(min), max: siemens(max) });

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

const calibrationResistor: PublishedDevice<'minSiemens' | 'maxSiemens'> = {
  name: 'calibration-resistor',
  model: resistor,
  parameters: { minSiemens: 10e-6, maxSiemens: 1e-3 },
  range: range(10e-6, 1e-3),
  linearRange: range(10e-6, 1e-3),
  initialRange: range(99e-6, 101e-6),
  source: 'metal film resistors of 1 %, 10 kOhm where nothing else is said',
};

const devices: readonly PublishedDevice[] = [silverChalcogenide, anodicTitania, calibrationResistor];

export const deviceNames: readonly string[] = devices.map(({ name }) => name);

/** The published device of that name; undefined where there is none. */
export const publishedDevice = (name: string): PublishedDevice | undefined =>
  devices.find((device) => device.name === name);
