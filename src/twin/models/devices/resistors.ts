import { resistor } from '../resistor.js';
import { range, type PublishedDevice } from './published-device.js';

export const calibrationResistor: PublishedDevice<'minSiemens' | 'maxSiemens'> = {
  name: 'calibration-resistor',
  model: resistor,
  parameters: { minSiemens: 10e-6, maxSiemens: 1e-3 },
  range: range(10e-6, 1e-3),
  linearRange: range(10e-6, 1e-3),
  initialRange: range(99e-6, 101e-6),
  source: 'metal film resistors of 1 %, 10 kOhm where nothing else is said',
};
