import { codeTowardZero, codeVolts, ConfigError, seconds, volts, type BoardLimits } from '../../core/index.js';
import type { ChipDescription } from '../chip/index.js';
import { readGuardVolts, type DacImperfections } from './analog/index.js';

/** A row may be held through a whole update. */
const QUARTERS = 4;

const DAC = { dacBits: 16, dacFullScaleVolts: volts(2) };

/** What a board may be without. */
const MAY_BE_ZERO: ReadonlySet<string> = new Set<keyof BoardLimits>([
  'referenceSiemens',
  'maxGateVolts',
  'settleTicks',
  'openTicks',
  'maxSamples',
]);

const isSensible = (name: string, value: number | boolean): boolean =>
  typeof value === 'boolean' || (Number.isFinite(value) && (value > 0 || (value === 0 && MAY_BE_ZERO.has(name))));

const WHOLE = [
  'dacBits',
  'maxBlockTicks',
  'edgeTicks',
  'settleTicks',
  'openTicks',
  'maxSamples',
  'maxOutputTicks',
  'maxPlans',
  'maxPlanBytes',
] as const satisfies readonly (keyof BoardLimits)[];

function check(limits: BoardLimits, chip: ChipDescription): BoardLimits {
  const { dacFullScaleVolts, tickSeconds, readSeconds } = limits;
  const numbers = Object.entries(limits).find(([name, value]) => !isSensible(name, value as number | boolean));
  const readTicks = readSeconds / tickSeconds;
  const wrong =
    numbers !== undefined
      ? `${numbers[0]} is ${numbers[1]}; it must be ${MAY_BE_ZERO.has(numbers[0]) ? '0 or more' : 'above 0'}`
      : Math.max(limits.maxRowVolts, limits.maxReadVolts, limits.maxGateVolts) > dacFullScaleVolts
        ? `a limit is above the DAC's full scale of ${dacFullScaleVolts} V`
        : Math.abs(readTicks - Math.round(readTicks)) > 1e-6 * readTicks
          ? `readSeconds is ${readSeconds}; it must be a whole number of ticks of ${tickSeconds} s`
          : !WHOLE.every((name) => Number.isInteger(limits[name]))
            ? `${WHOLE.join(', ')} must be whole numbers`
            : limits.maxGateVolts > 0 && chip.transistor === undefined
              ? `maxGateVolts is ${limits.maxGateVolts} V, and the chip's cells have no transistors, so that there are no ` +
                'gates to drive; give the chip a transistor, or leave maxGateVolts out'
              : undefined;
  if (wrong === undefined) return limits;
  throw new ConfigError('bad-config', `Board limits: ${wrong}. Correct the board settings.`);
}

/**
 * What a board made for this chip allows. Rows may go to twice the larger threshold, which a quarter-period update
 * needs; lines of a read stay at the smaller one, where no cell moves. Where cells have transistors, their gates may go to
 * the DAC's highest code. All of these limits lie on a code of the DAC. A board whose DACs have errors stays by as much
 * below the threshold in a read.
 *
 * @param dacErrors of boards of this kind
 * @throws ConfigError `bad-config` where the overrides contradict each other or the chip
 */
export function boardLimits(
  chip: ChipDescription,
  overrides: Partial<BoardLimits>,
  dacErrors: DacImperfections = {},
): BoardLimits {
  const [lowest, highest] = chip.model.restVolts(chip.parameters);
  const dac = {
    dacBits: overrides.dacBits ?? DAC.dacBits,
    dacFullScaleVolts: overrides.dacFullScaleVolts ?? DAC.dacFullScaleVolts,
  };
  const threshold = Math.min(highest, -lowest, dac.dacFullScaleVolts);
  const onCode = (value: number): BoardLimits['maxRowVolts'] => {
    const within = Math.min(value, dac.dacFullScaleVolts);
    return volts(codeVolts(codeTowardZero(within, dac), dac));
  };
  const maxBlockTicks = overrides.maxBlockTicks ?? Math.max(1, Math.round(1e-3 / (overrides.tickSeconds ?? 1e-6)));
  const limits: BoardLimits = {
    tickSeconds: seconds(1e-6),
    ...dac,
    maxRowVolts: onCode(2 * Math.max(highest, -lowest)),
    maxGateVolts: volts(chip.transistor === undefined ? 0 : codeVolts(2 ** (dac.dacBits - 1) - 1, dac)),
    maxReadVolts: onCode(threshold - readGuardVolts(dacErrors, dac, threshold)),
    maxBlockTicks,
    edgeTicks: 1,
    settleTicks: 0,
    openTicks: 0,
    drivesColumns: true,
    floatsRows: true,
    maxSamples: 65_536,
    maxOutputTicks: QUARTERS * maxBlockTicks,
    maxPlanBytes: 2 ** 20,
    maxPlans: 18,
    readSeconds: seconds(10e-6),
    referenceSiemens: chip.referenceSiemens,
    ...overrides,
  };
  return check(limits, chip);
}
