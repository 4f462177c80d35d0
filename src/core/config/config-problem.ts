import type { z } from 'zod';
import { ConfigError } from '../errors.js';

type Path = readonly PropertyKey[];
type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** Kinds as a YAML file's author knows them. */
const KIND_NAMES: Readonly<Record<string, string>> = {
  object: 'a mapping of keys to values',
  array: 'a list',
  number: 'a number',
  string: 'text',
};

/** One clause for each way a value can miss the schema; problems the schema words itself are left alone. */
export function wordIssue(issue: RawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return 'is not a known key';
  if (issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_type') return `must be ${KIND_NAMES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`;
  return undefined;
}

const formatPath = (path: Path): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) found = (found as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[key];
  return found;
}

function formatGiven(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const otherProblems = (more: number): string =>
  more === 0 ? '' : ` (${more} more ${more === 1 ? 'problem' : 'problems'} after this one.)`;

/**
 * One line for the first thing that is wrong: file, place, what is wrong, what was given, what to do.
 *
 * @param value the file's contents, to quote from
 * @param path where in it
 * @param what such as `must be above 0 S`
 * @param remedy a sentence
 */
export function configProblem(
  fileName: string,
  value: unknown,
  path: Path,
  what: string,
  remedy: string,
  more = 0,
): ConfigError {
  const place = path.length === 0 ? 'the file' : formatPath(path);
  const given = valueAt(value, path);
  const got = given === undefined || what.startsWith('is ') ? '' : `, got ${formatGiven(given)}`;
  return new ConfigError('bad-config', `${fileName}: ${place} ${what}${got}. ${remedy}${otherProblems(more)}`, {
    file: fileName,
    path: formatPath(path),
  });
}

/** Follows a path through a JSON Schema to the keys a mapping may have there. */
function knownKeys(schema: unknown, path: Path): readonly string[] {
  // a part that holds itself stands in the definitions
  const resolved = (part: unknown): Record<string, unknown> | undefined => {
    const found = part as Record<string, unknown> | undefined;
    const reference = found?.['$ref'];
    return typeof reference === 'string' ? resolved(valueAt(schema, reference.split('/').slice(1))) : found;
  };
  let place = resolved(schema);
  for (const key of path) {
    const inner = typeof key === 'number' ? place?.['items'] : (place?.['properties'] as object | undefined);
    place = resolved(typeof key === 'number' ? inner : valueAt(inner, [key]));
  }
  return Object.keys((place?.['properties'] as object | undefined) ?? {});
}

/** The first of zod's issues, and how many more there are. */
export function firstZodProblem(fileName: string, value: unknown, error: z.ZodError, schema: unknown): ConfigError {
  const [first] = error.issues;
  // zod lists all unknown keys of a mapping as one issue
  const total = error.issues.reduce(
    (sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1),
    0,
  );
  const more = total - 1;
  if (first?.code === 'unrecognized_keys') {
    const known = knownKeys(schema, first.path).join(', ');
    const remedy = known === '' ? 'Correct or remove it.' : `Correct or remove it; known here: ${known}.`;
    const path = [...first.path, first.keys[0]!];
    return configProblem(fileName, value, path, first.message, remedy, more);
  }
  const what = first?.message ?? 'does not fit its schema';
  const remedy = what === 'is missing' ? 'Add it.' : 'Correct the value.';
  return configProblem(fileName, value, first?.path ?? [], what, remedy, more);
}
