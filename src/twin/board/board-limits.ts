import { codeTowardZero, codeVolts, ConfigError, seconds, volts, type BoardLimits } from '../../core/index.js';
import type { ChipDescription } from '../chip/index.js';

/** A row may be held through a whole update. */
const QUARTERS = 4;

const DAC = { dacBits: 16, dacFullScaleVolts: volts(2) };

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;

function check(limits: BoardLimits): BoardLimits {
  const { dacFullScaleVolts, tickSeconds, readSeconds, maxBlockTicks, maxPlanBytes } = limits;
  const numbers = Object.entries(limits).find(
    ([name, value]) => name !== 'referenceSiemens' && !isPositive(value as number),
  );
  const readTicks = readSeconds / tickSeconds;
  const wrong =
    numbers !== undefined
      ? `${numbers[0]} is ${numbers[1]}; it must be above 0`
      : limits.maxRowVolts > dacFullScaleVolts || limits.maxReadVolts > dacFullScaleVolts
        ? `a limit is above the DAC's full scale of ${dacFullScaleVolts} V`
        : Math.abs(readTicks - Math.round(readTicks)) > 1e-6 * readTicks
          ? `readSeconds is ${readSeconds}; it must be a whole number of ticks of ${tickSeconds} s`
          : ![
                limits.dacBits,
                maxBlockTicks,
                limits.edgeTicks,
                limits.maxOutputTicks,
                limits.maxPlans,
                maxPlanBytes,
              ].every(Number.isInteger)
            ? 'dacBits, maxBlockTicks, edgeTicks, maxOutputTicks, maxPlans and maxPlanBytes must be whole numbers'
            : undefined;
  if (wrong === undefined) return limits;
  throw new ConfigError('bad-config', `Board limits: ${wrong}. Correct the board settings.`);
}

/**
 * What a board made for this chip allows. Rows may go to twice the larger threshold, which a quarter-period update
 * needs; lines of a read stay at the smaller one, where no cell moves. Both limits lie on a code of the DAC.
 *
 * @throws ConfigError `bad-config` where the overrides contradict each other
 */
export function boardLimits(chip: ChipDescription, overrides: Partial<BoardLimits>): BoardLimits {
  const { Vp, Vn } = chip.parameters;
  const dac = {
    dacBits: overrides.dacBits ?? DAC.dacBits,
    dacFullScaleVolts: overrides.dacFullScaleVolts ?? DAC.dacFullScaleVolts,
  };
  const onCode = (value: number): BoardLimits['maxRowVolts'] => {
    const within = Math.min(value, dac.dacFullScaleVolts);
    return volts(codeVolts(codeTowardZero(within, dac), dac));
  };
  const maxBlockTicks = overrides.maxBlockTicks ?? Math.max(1, Math.round(1e-3 / (overrides.tickSeconds ?? 1e-6)));
  return check({
    tickSeconds: seconds(1e-6),
    ...dac,
    maxRowVolts: onCode(2 * Math.max(Vp, Vn)),
    maxReadVolts: onCode(Math.min(Vp, Vn)),
    maxBlockTicks,
    edgeTicks: 1,
    maxOutputTicks: QUARTERS * maxBlockTicks,
    maxPlanBytes: 2 ** 20,
    maxPlans: 18,
    readSeconds: seconds(10e-6),
    referenceSiemens: chip.referenceSiemens,
    ...overrides,
  });
}
