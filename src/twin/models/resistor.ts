import type { CellModel } from './cell-model.js';

/**
 * A plain resistor that nothing moves, for calibration boards: G = minSiemens + x (maxSiemens - minSiemens), where x says
 * which resistor is fitted. 0 S is a place without one.
 */
export const resistor: CellModel<'minSiemens' | 'maxSiemens'> = {
  name: 'resistor',
  source: 'Ohm',
  validity: 'everywhere',
  parameters: {
    minSiemens: { unit: 'S', bounds: { atLeast: 0 }, what: 'conductance at x = 0' },
    maxSiemens: { unit: 'S', bounds: { above: 0 }, what: 'conductance at x = 1' },
  },
  conductance: ({ minSiemens, maxSiemens }, k, x) => minSiemens[k]! + x * (maxSiemens[k]! - minSiemens[k]!),
  state: ({ minSiemens, maxSiemens }, k, siemens) => (siemens - minSiemens[k]!) / (maxSiemens[k]! - minSiemens[k]!),
  current: (cells, k, x, volts) => resistor.conductance(cells, k, x) * volts,
  slope: (cells, k, x) => resistor.conductance(cells, k, x),
  rate: () => 0,
  bend: () => 0,
  hasKinkAtZero: () => false,
  conductanceScale: { minSiemens: 1, maxSiemens: 1 },
  restVolts: () => [-Infinity, Infinity],
  spice: { current: '({minSiemens}+{x}*({maxSiemens}-{minSiemens}))*{v}', rate: '0' },
};
