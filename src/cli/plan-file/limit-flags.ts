import { ConfigError, quantity, firstZodProblem, parseYaml, wordIssue } from '../../core/index.js';
import { z } from 'zod';
import {
  boardLimitsOf,
  chipLimits,
  statedLimits,
  tightestLimits,
  type LimitPermission,
  type LimitTable,
} from '../../pulse/index.js';
import { readTextFile } from '../read-text-file.js';
import type { PlanTarget } from './plan-target.js';

/** Flags of every command that holds plans to limits. */
export const limitOptions = {
  'max-volts': { type: 'number', describe: 'largest |V| across any cell' },
  'max-cell-amperes': { type: 'number', describe: 'largest |I| of any cell, bounded over its conductances' },
  'max-line-amperes': { type: 'number', describe: 'largest |I| of any row or column' },
  'max-pulse-seconds': { type: 'number', describe: 'longest that a cell may be beyond a threshold in one go' },
  'max-cell-joules': { type: 'number', describe: 'most energy into any cell in one plan' },
  compensate: {
    type: 'boolean',
    default: false,
    describe: "raise volts and lengthen windows of an update by what the switches' resistance takes",
  },
  limits: { type: 'string', describe: 'limits of your own (YAML), such as maxVolts: 400 mV' },
  allow: {
    type: 'string',
    array: true,
    choices: ['forming', 'over-range'],
    describe: "go beyond a rating of the chip's; never beyond the board's",
  },
} as const;

export interface LimitFlags {
  readonly 'max-volts'?: number | undefined;
  readonly 'max-cell-amperes'?: number | undefined;
  readonly 'max-line-amperes'?: number | undefined;
  readonly 'max-pulse-seconds'?: number | undefined;
  readonly 'max-cell-joules'?: number | undefined;
  readonly compensate?: boolean | undefined;
  readonly limits?: string | undefined;
  readonly allow?: readonly string[] | undefined;
}

const bound = (unit: string, about: string) => quantity(unit, { above: 0 }, about).optional();

const limitsFile = z.strictObject({
  maxVolts: bound('V', 'largest |V| across any cell'),
  maxCellAmperes: bound('A', 'of any cell'),
  maxLineAmperes: bound('A', 'of any row or column'),
  maxPulseSeconds: bound('s', 'that a cell is beyond a threshold in one go'),
  maxCellJoules: bound('J', 'into any cell in one plan'),
  maxVoltsPerSecond: bound('V/s', 'of any line'),
});

type StatedLimits = Partial<z.output<typeof limitsFile>>;

const byQuantity = (stated: StatedLimits): Parameters<typeof statedLimits>[0] => ({
  'set-volts': stated.maxVolts,
  'reset-volts': stated.maxVolts,
  'cell-amperes': stated.maxCellAmperes,
  'line-amperes': stated.maxLineAmperes,
  'pulse-seconds': stated.maxPulseSeconds,
  'cell-joules': stated.maxCellJoules,
  slew: stated.maxVoltsPerSecond,
});

function limitsOfFile(path: string): StatedLimits {
  const raw = parseYaml(readTextFile(path, 'limits (YAML)'), path);
  const parsed = limitsFile.safeParse(raw, { error: wordIssue });
  if (!parsed.success) {
    throw firstZodProblem(path, raw, parsed.error, z.toJSONSchema(limitsFile, { io: 'input' }));
  }
  return parsed.data;
}

function assertPositive(flags: LimitFlags): void {
  for (const name of Object.keys(limitOptions).filter((flag) => flag.startsWith('max-'))) {
    const value = flags[name as 'max-volts'];
    if (value === undefined || value > 0) continue;
    throw new ConfigError('bad-argument', `--${name} is ${value}. Give a number above 0.`);
  }
}

/**
 * The tightest limits of chip, board, the user's file and the command line.
 *
 * @throws ConfigError for a flag or a file that makes no sense
 */
export function limitTable({ limits, profile, isBoard }: PlanTarget, flags: LimitFlags): LimitTable {
  assertPositive(flags);
  const stated = {
    maxVolts: flags['max-volts'],
    maxCellAmperes: flags['max-cell-amperes'],
    maxLineAmperes: flags['max-line-amperes'],
    maxPulseSeconds: flags['max-pulse-seconds'],
    maxCellJoules: flags['max-cell-joules'],
  };
  return tightestLimits(
    [
      ...chipLimits(profile),
      ...(isBoard ? boardLimitsOf(limits) : []),
      ...(flags.limits === undefined ? [] : statedLimits(byQuantity(limitsOfFile(flags.limits)), 'config')),
      ...statedLimits(byQuantity(stated), 'command-line'),
    ],
    new Set(flags.allow as readonly LimitPermission[] | undefined),
  );
}
