import type { ZodError } from 'zod';
import { ConfigError } from './errors.js';

type Issue = ZodError['issues'][number];

function pathOf(issue: Issue): string {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...issue.path, ...keys].reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${String(key)}`),
    '',
  );
  return path || 'the file';
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    input,
  );
}

function sentence(issue: Issue): string {
  if (issue.code === 'unrecognized_keys') return 'there is no such setting';
  // "Too small: expected number to be >0" says in its second half what people need
  return issue.message.replace(/^(Invalid input|Too (small|big)|Invalid option): /u, '');
}

/**
 * A failed schema check as one line: file, place in the file, what is wrong, what was given, what to do.
 *
 * @param input what was checked, so that the value given can be quoted
 * @param remedy what to do, such as where the settings are described
 */
export function configIssue(error: ZodError, input: unknown, file: string, remedy: string): ConfigError {
  const [issue] = error.issues;
  if (!issue) return new ConfigError('bad-config', `${file}: not understood. ${remedy}`, { file });
  const path = pathOf(issue);
  const given = issue.code === 'unrecognized_keys' ? undefined : valueAt(input, issue.path);
  const quoted = given === undefined ? '' : ` (given: ${JSON.stringify(given).slice(0, 60)})`;
  const more = error.issues.length > 1 ? ` ${error.issues.length - 1} more after that.` : '';
  return new ConfigError('bad-config', `${file}: ${path}: ${sentence(issue)}${quoted}. ${remedy}${more}`, {
    file,
    path,
  });
}
