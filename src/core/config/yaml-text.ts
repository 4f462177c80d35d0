import { parseDocument } from 'yaml';
import { ConfigError } from '../errors.js';

/**
 * The contents of a YAML file.
 *
 * @param fileName for messages only
 * @throws ConfigError `bad-config`, one line with the place, when the text is not YAML
 */
export function parseYaml(text: string, fileName: string): unknown {
  const document = parseDocument(text, { prettyErrors: true });
  const [problem] = document.errors;
  const notYaml = (reason: string): ConfigError =>
    new ConfigError('bad-config', `${fileName}: is not YAML: ${reason}. Correct the file.`, { file: fileName });
  // the first line names place and cause; the rest draws the place
  if (problem) throw notYaml(problem.message.split('\n')[0]!.replace(/[:.]+$/u, ''));
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (thrown) {
    throw notYaml(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
