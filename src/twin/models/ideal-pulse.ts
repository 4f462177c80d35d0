import type { CellModel, ParameterRule } from './cell-model.js';
import { interpolate, pulseSpeeds, type PulseTable } from './pulse-table.js';
import { isAtWall, spiceWalls, wallKinks } from './walls.js';

const positive = { above: 0 };
const ratio = { above: 0, below: 1 };

const parameters = {
  minSiemens: { unit: 'S', bounds: positive, what: 'conductance at x = 0' },
  maxSiemens: { unit: 'S', bounds: positive, what: 'conductance at x = 1; above minSiemens' },
  setVolts: { unit: 'V', bounds: positive, what: 'size of the SET pulse of the table' },
  resetVolts: { unit: 'V', bounds: positive, what: 'size of the RESET pulse of the table, which is negative' },
  threshold: { unit: '', bounds: ratio, what: 'part of a pulse up to which a cell rests' },
  pulseSeconds: { unit: 's', bounds: positive, what: 'length of both pulses of the table' },
} as const satisfies Readonly<Record<string, ParameterRule>>;

export type IdealPulseParameter = keyof typeof parameters;

/** Measured changes by one SET pulse (at least 0) and by one RESET pulse (at most 0), rows by rising conductance. */
export interface PulseTables {
  readonly set: PulseTable;
  readonly reset: PulseTable;
}

const SPICE_SIEMENS = '({minSiemens}+{x}*({maxSiemens}-{minSiemens}))';

const spiceTable = ([places, values]: readonly [Float64Array, Float64Array]): string =>
  `pwl(${SPICE_SIEMENS},${Array.from(places, (place, row) => `${place},${values[row]!}`).join(',')})`;

/**
 * Cells known by measured pulses alone: ohmic, at rest up to a part of the pulse's voltage, and beyond it moving at the
 * speed that makes the tabulated change in the tabulated time, whatever the voltage. A pulse of that length changes the
 * conductance by what the table says, linear between its rows: exactly within a straight stretch, and near a row to within half of what the slope changes there.
 *
 * @throws ConfigError `bad-config` where the tables make no sense
 */
export function idealPulse(tables: PulseTables): CellModel<IdealPulseParameter> {
  const set = pulseSpeeds(tables.set, 1, 'set');
  const reset = pulseSpeeds(tables.reset, -1, 'reset');
  const model: CellModel<IdealPulseParameter> = {
    name: 'ideal-pulse',
    source: 'tables of measured pulses',
    validity: 'pulses of about the tabulated voltage; not the dependence on voltage, for the tables know one only',
    parameters,
    conductance: ({ minSiemens, maxSiemens }, k, x) => minSiemens[k]! + x * (maxSiemens[k]! - minSiemens[k]!),
    state: ({ minSiemens, maxSiemens }, k, siemens) => (siemens - minSiemens[k]!) / (maxSiemens[k]! - minSiemens[k]!),
    current: (cells, k, x, volts) => model.conductance(cells, k, x) * volts,
    slope: (cells, k, x) => model.conductance(cells, k, x),
    rate(cells, k, x, volts, slowed) {
      const { minSiemens, maxSiemens, setVolts, resetVolts, threshold, pulseSeconds } = cells;
      const rises = volts > threshold[k]! * setVolts[k]!;
      if ((!rises && volts >= -threshold[k]! * resetVolts[k]!) || isAtWall(x, volts, slowed)) return 0;
      const change = interpolate(rises ? set : reset, model.conductance(cells, k, x));
      return change / (maxSiemens[k]! - minSiemens[k]!) / pulseSeconds[k]!;
    },
    bend: () => 0,
    hasKinkAtZero: () => false,
    restVolts: ({ setVolts, resetVolts, threshold }) => [-threshold * resetVolts, threshold * setVolts],
    conductanceScale: { minSiemens: 1, maxSiemens: 1 },
    kinks: wallKinks,
    spice: {
      current: `${SPICE_SIEMENS}*{v}`,
      rate:
        `({v} > {threshold}*{setVolts} ? ${spiceTable(set)} : ({v} < -{threshold}*{resetVolts} ? ${spiceTable(reset)} : 0))` +
        `/({maxSiemens}-{minSiemens})/{pulseSeconds}*${spiceWalls('{v}')}`,
    },
  };
  return model;
}
