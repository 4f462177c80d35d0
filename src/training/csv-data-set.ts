import { parse } from 'csv-parse/sync';
import { ConfigError } from '../core/index.js';
import type { DataSet } from './data-set.js';

function complain(file: string, line: number, what: string, remedy: string): ConfigError {
  return new ConfigError('bad-data', `${file} line ${line}: ${what} ${remedy}`, { file, line });
}

function parsedRows(text: string, file: string): { record: string[]; line: number }[] {
  try {
    // with `info` each record comes with its place, which the library's types leave out
    const options = { bom: true, comment: '#', trim: true, skip_empty_lines: true, info: true };
    const rows = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError('bad-data', `${file} is no readable CSV: ${reason}. Give a comma-separated table.`, { file });
  }
}

/**
 * A CSV file as a data set: a header line, numbers in every column but the label column.
 *
 * @param label name of the label column; the last one by default
 * @throws ConfigError naming the file, the line and the column
 */
export function csvDataSet(text: string, file: string, label?: string): DataSet {
  const [header, ...rows] = parsedRows(text, file);
  if (!header || rows.length === 0) {
    throw complain(file, 1, 'there are no samples.', 'Give a header line and one line a sample.');
  }
  const labelColumn = label === undefined ? header.record.length - 1 : header.record.indexOf(label);
  if (labelColumn < 0) {
    const columns = header.record.join(', ');
    throw complain(file, header.line, `there is no column '${label}'.`, `The columns are: ${columns}.`);
  }
  const featureNames = header.record.filter((_, column) => column !== labelColumn);
  const features: number[] = [];
  for (const { record, line } of rows) {
    for (const [column, cell] of record.entries()) {
      if (column === labelColumn) continue;
      const value = cell === '' ? Number.NaN : Number(cell);
      if (!Number.isFinite(value)) {
        const name = header.record[column] ?? `column ${column + 1}`;
        throw complain(
          file,
          line,
          `'${cell}' in column '${name}' is not a number.`,
          'Correct the cell or drop the line.',
        );
      }
      features.push(value);
    }
  }
  const classOf = rows.map(({ record }) => record[labelColumn]!);
  const classNames = [...new Set(classOf)].toSorted();
  if (classNames.length < 2) {
    throw complain(
      file,
      header.line,
      `all samples are of class '${classNames[0]}'.`,
      'Training needs two classes or more.',
    );
  }
  return {
    name: file,
    featureNames,
    classNames,
    features: Float64Array.from(features),
    labels: Uint32Array.from(classOf, (name) => classNames.indexOf(name)),
  };
}
