import { readFileSync } from 'node:fs';
import { ConfigError } from '../core/index.js';

/**
 * A text file the user named.
 *
 * @param what what it should be: `a recipe`, `a chip file`
 * @throws ConfigError when it cannot be read
 */
export function readTextFile(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : `it cannot be read (${code})`;
    throw new ConfigError('bad-config', `${path}: ${why}. Give the path of ${what}.`, { file: path }, error);
  }
}
