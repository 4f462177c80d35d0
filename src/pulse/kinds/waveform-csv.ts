import { parse } from 'csv-parse/sync';
import { ConfigError } from '../../core/index.js';
import { hold, rest, sequential, type LineDrive, type Timeline } from '../timeline/timeline.js';

type Lines = 'rows' | 'columns' | 'gates';

interface Record {
  readonly cells: readonly string[];
  readonly line: number;
}

const KINDS = { W: 'rows', B: 'columns', G: 'gates' } as const;

function complain(file: string, line: number, what: string, remedy: string): ConfigError {
  return new ConfigError('bad-data', `${file} line ${line}: ${what} ${remedy}`, { file, line });
}

function recordsOf(text: string, file: string): Record[] {
  try {
    // with `info` each record comes with its place, which the library's types leave out
    const options = { bom: true, comment: '#', trim: true, skip_empty_lines: true, info: true };
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError('bad-data', `${file} is no readable CSV: ${reason}. Give a comma-separated table.`, { file });
  }
}

/** Which line each column of the table holds; the first is the time. */
function headings({ cells, line }: Record, file: string): { kind: Lines; line: number }[] {
  const format = 'Head the table with seconds, then W00 for a row, B00 for a column, G00 for a gate.';
  if (cells[0] !== 'seconds') throw complain(file, line, `the first column is '${cells[0] ?? ''}'.`, format);
  const seen = new Set<string>();
  return cells.slice(1).map((name) => {
    const [, letter, digits] = /^([WBG])(\d+)$/u.exec(name) ?? [];
    if (letter === undefined || digits === undefined) throw complain(file, line, `'${name}' is no line.`, format);
    const key = `${letter}${Number(digits)}`;
    if (seen.has(key)) throw complain(file, line, `'${name}' is there twice.`, 'Keep one of the two.');
    seen.add(key);
    return { kind: KINDS[letter as keyof typeof KINDS], line: Number(digits) };
  });
}

function driveOf(cell: string, kind: Lines, complainOf: (what: string, remedy: string) => ConfigError): LineDrive {
  if ((cell === 'float' || cell === 'sense') && kind !== 'gates') return cell;
  const volts = cell === '' ? Number.NaN : Number(cell);
  if (Number.isFinite(volts)) return volts;
  const words = kind === 'gates' ? '' : ', float or sense';
  throw complainOf(`'${cell}' is no drive.`, `Give volts${words}, or leave the cell empty.`);
}

function heldFrom(
  record: Record,
  heads: ReturnType<typeof headings>,
  file: string,
): { [Kind in Lines]: { [line: number]: LineDrive } } {
  const held: { [Kind in Lines]: { [line: number]: LineDrive } } = { rows: {}, columns: {}, gates: {} };
  for (const [index, { kind, line }] of heads.entries()) {
    const cell = record.cells[index + 1]!;
    if (cell === '') continue;
    held[kind][line] = driveOf(cell, kind, (what, remedy) => complain(file, record.line, what, remedy));
  }
  return held;
}

/**
 * A waveform from a table: each line says from which second on what holds the lines, until the time of the next; the last
 * only says when it ends. Cells are volts, `float` or `sense`; an empty one leaves its line at rest. A column that is held
 * is closed in every step for as long as the board's guards allow.
 *
 * ```csv
 * seconds, W00, W01, B00
 * 0,       0.3, 0,   sense
 * 100e-6,  ,    ,
 * 150e-6,  0.1, 0,   sense
 * 200e-6,  ,    ,
 * ```
 *
 * @param file name for messages
 * @throws ConfigError naming the file and the line
 */
export function waveformCsv(text: string, file: string): Timeline {
  const [header, ...records] = recordsOf(text, file);
  if (!header) throw complain(file, 1, 'there is nothing.', 'Give a header line and two lines of times or more.');
  const heads = headings(header, file);
  const times = records.map(({ cells, line }) => {
    const seconds = cells[0] === '' ? Number.NaN : Number(cells[0]);
    if (seconds >= 0 && seconds < Infinity) return seconds;
    throw complain(file, line, `'${cells[0]}' is no time.`, 'Give seconds from the start, 0 or more.');
  });
  const last = records.at(-1);
  if (!last || records.length < 2) {
    throw complain(file, header.line, 'a waveform needs a beginning and an end.', 'Give two lines of times or more.');
  }
  const open = last.cells.slice(1).find((cell) => cell !== '' && Number(cell) !== 0);
  if (open !== undefined) {
    throw complain(file, last.line, `the waveform ends while a line is held ('${open}').`, 'Add a line with its end.');
  }
  const steps = records.slice(0, -1).map((record, index) => {
    const seconds = times[index + 1]! - times[index]!;
    if (!(seconds > 0)) {
      throw complain(file, records[index + 1]!.line, 'time does not go forward.', 'Order the lines by time.');
    }
    const { rows, columns, gates } = heldFrom(record, heads, file);
    return hold({ seconds, rows, columns, gates: gates as { [row: number]: number } });
  });
  return sequential(times[0]! > 0 ? [rest(times[0]!), ...steps] : steps);
}
