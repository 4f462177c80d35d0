import { SCPI_ERRORS, type QueuedError } from './text-errors.js';

/** One command of a line, IEEE 488.2's program message unit. */
export interface MessageUnit {
  /** As written, with its question mark. */
  readonly header: string;
  readonly parameters: readonly string[];
}

/** Takes a line apart at its semicolons. No command has a string, so that no semicolon stands inside one. */
export const parseLine = (line: string): readonly MessageUnit[] =>
  line
    .split(';')
    .map((unit) => unit.trim())
    .filter((unit) => unit !== '')
    .map((unit) => {
      const end = unit.search(/\s/);
      if (end < 0) return { header: unit, parameters: [] };
      const parameters = unit.slice(end).split(',');
      return { header: unit.slice(0, end), parameters: parameters.map((parameter) => parameter.trim()) };
    });

export interface IntegerRange {
  readonly least: number;
  readonly most: number;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d+)?$/i;

/** The one decimal number of a command, rounded as IEEE 488.2 wants it; 0 where the command takes none. */
export function parseParameters(
  parameters: readonly string[],
  range: IntegerRange | undefined,
): number | { readonly error: QueuedError } {
  const [text, ...more] = parameters;
  if (more.length > 0 || (range === undefined && text !== undefined)) return { error: SCPI_ERRORS.parameterNotAllowed };
  if (range === undefined) return 0;
  if (text === undefined || text === '') return { error: SCPI_ERRORS.missingParameter };
  if (!DECIMAL.test(text)) return { error: SCPI_ERRORS.dataType };
  const value = Math.round(Number(text));
  return range.least <= value && value <= range.most ? value : { error: SCPI_ERRORS.dataOutOfRange };
}
