import {
  configProblem,
  firstZodProblem,
  formatQuantity,
  parseYaml,
  seconds,
  volts,
  wordIssue,
} from '../../../core/index.js';
import type { BoardOverrides } from '../board-overrides.js';
import { TIMING_PROFILES } from '../timing-profiles.js';
import { boardFileJsonSchema, boardFileSchema, type BoardFile } from './board-file-schema.js';
import type { BoardImperfections } from './imperfections.js';

/** A board as a file describes it: what its data sheet says, and what that leaves out. */
export interface BoardDescription {
  readonly overrides: BoardOverrides;
  readonly imperfections: BoardImperfections;
}

type Raise = (path: readonly PropertyKey[], what: string, remedy: string) => Error;

/** Of the boards that files describe. */
const TICK_SECONDS = 1e-6;
/** A column that jumps farther is no column of a memristor array. */
const MAX_JUMP_VOLTS = 10;

function timingOf({ profile = 'p1', timing = {} }: BoardFile, raise: Raise): BoardOverrides {
  const ticks = (name: keyof typeof timing): number | undefined => {
    const given = timing[name];
    if (given === undefined) return undefined;
    const whole = Math.round(given / TICK_SECONDS);
    if (Math.abs(whole * TICK_SECONDS - given) <= 1e-9 * given) return whole;
    throw raise(['timing', name], `must be whole ticks of ${formatQuantity(TICK_SECONDS, 's')}`, 'Round it.');
  };
  const given = {
    edgeTicks: ticks('edgeSeconds'),
    settleTicks: ticks('settleSeconds'),
    openTicks: ticks('openSeconds'),
  };
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const read = ticks('readSeconds') === undefined ? {} : { readSeconds: seconds(timing.readSeconds!) };
  return { tickSeconds: seconds(TICK_SECONDS), ...TIMING_PROFILES[profile], ...chosen, ...read };
}

function checkCharge({ switches, adc }: BoardFile, raise: Raise): void {
  const { injectedCoulombs: charge, lineFarads } = switches ?? {};
  if (charge === undefined) return;
  if (lineFarads === undefined) {
    if (adc?.settleSeconds !== undefined) return;
    const what = 'is seen nowhere: the columns have no lineFarads, the amplifiers no adc.settleSeconds';
    throw raise(['switches', 'injectedCoulombs'], what, 'Give one of them, or leave it out.');
  }
  if (Math.abs(charge / lineFarads) <= MAX_JUMP_VOLTS) return;
  const most = formatQuantity(MAX_JUMP_VOLTS * lineFarads, 'C');
  const what = `must be at most ${most}, which ${formatQuantity(lineFarads, 'F')} turn into ${MAX_JUMP_VOLTS} V`;
  throw raise(['switches', 'injectedCoulombs'], what, 'Lower it, or raise lineFarads.');
}

/**
 * Reads a board file (YAML). Quantities are SI numbers or text with units, such as `0.9 us`.
 *
 * @param fileName for messages only
 * @throws ConfigError `bad-config`, one line: file, place, what is wrong, what was given, what to do
 */
export function parseBoardFile(text: string, fileName: string): BoardDescription {
  const contents = parseYaml(text, fileName);
  if (contents === null || contents === undefined) {
    throw configProblem(fileName, undefined, [], 'is empty', 'Give at least a profile, p1 or p10.');
  }
  const parsed = boardFileSchema.safeParse(contents, { error: wordIssue });
  if (!parsed.success) throw firstZodProblem(fileName, contents, parsed.error, boardFileJsonSchema());
  const file = parsed.data;
  const raise: Raise = (path, what, remedy) => configProblem(fileName, contents, path, what, remedy);
  checkCharge(file, raise);
  const { bits: dacBits, fullScaleVolts, ...dac } = file.dac ?? {};
  const { bits: adcBits, fullScaleAmperes, ...adc } = file.adc ?? {};
  return {
    overrides: {
      ...timingOf(file, raise),
      ...(dacBits === undefined ? {} : { dacBits }),
      ...(fullScaleVolts === undefined ? {} : { dacFullScaleVolts: volts(fullScaleVolts) }),
      ...(adcBits === undefined ? {} : { adcBits }),
      ...(fullScaleAmperes === undefined ? {} : { adcFullScaleAmperes: fullScaleAmperes }),
    },
    imperfections: { dac, adc, switches: file.switches },
  };
}
