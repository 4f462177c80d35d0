import { parse } from 'csv-parse/sync';
import { ConfigError, siemens, type ConductanceRange } from '../../core/index.js';
import { idealPulse, type CellModel, type ModelParameters, type PulseTable } from '../models/index.js';

/** Reads a file that a chip file names, by its path from there. */
export type ReadBeside = (path: string) => string;

interface GivenTables {
  readonly set?: PulseTable | undefined;
  readonly reset?: PulseTable | undefined;
  readonly csv?: string | undefined;
}

const COLUMNS = 'siemens,set,reset';

/** Lines of `siemens,set,reset` in siemens: the conductance before a pulse, and what either pulse changes it by. */
function tablesOfCsv(text: string, file: string): { readonly set: PulseTable; readonly reset: PulseTable } {
  const complain = (what: string): ConfigError =>
    new ConfigError('bad-config', `${file}: ${what}. Give a line ${COLUMNS} and three numbers of siemens a line.`, {
      file,
    });
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, comment: '#', trim: true, skip_empty_lines: true });
  } catch (error) {
    throw complain(`is no readable CSV (${error instanceof Error ? error.message : String(error)})`);
  }
  const [header, ...lines] = rows;
  if (header?.join(',') !== COLUMNS) throw complain(`begins with ${header?.join(',') ?? 'nothing'}`);
  const numbers = lines.map((line) => line.map((cell) => (cell === '' ? NaN : Number(cell))));
  const bad = numbers.findIndex((row) => !row.every(Number.isFinite));
  if (bad >= 0) throw complain(`${lines[bad]!.join(',')} is not three numbers`);
  return {
    set: numbers.map(([before, up]) => [before!, up!]),
    reset: numbers.map(([before, , down]) => [before!, down!]),
  };
}

/**
 * The ideal-pulse model of the tables in a chip file.
 *
 * @throws ConfigError `bad-config` where they are not there or make no sense
 */
export function modelOfPulses({ set, reset, csv }: GivenTables, fileName: string, readBeside?: ReadBeside): CellModel {
  if (csv !== undefined) {
    if (!readBeside || set || reset) {
      const what = readBeside ? 'has tables and a CSV file' : `names ${csv}, and nothing here reads files`;
      throw new ConfigError('bad-config', `${fileName}: pulses ${what}. Give set and reset, or csv alone.`);
    }
    return idealPulse(tablesOfCsv(readBeside(csv), csv));
  }
  if (!set || !reset) {
    throw new ConfigError('bad-config', `${fileName}: pulses needs two tables. Give set and reset, or csv.`);
  }
  return idealPulse({ set, reset });
}

/** The ranges of a device that is known by its tables alone: all of it, its middle half, and the tenth in the middle. */
export function rangesOfPulses({ minSiemens = 0, maxSiemens = 0 }: ModelParameters): {
  readonly range: ConductanceRange;
  readonly linearRange: ConductanceRange;
  readonly initialConductance: ConductanceRange;
} {
  const part = (from: number, to: number): ConductanceRange => ({
    min: siemens(minSiemens + from * (maxSiemens - minSiemens)),
    max: siemens(minSiemens + to * (maxSiemens - minSiemens)),
  });
  return { range: part(0, 1), linearRange: part(0.25, 0.75), initialConductance: part(0.45, 0.55) };
}
