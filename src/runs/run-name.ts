import { ConfigError } from '../core/index.js';

const MAX_SLUG = 48;

/** Lower-case words joined by hyphens: what every file system, shell and URL takes as it is. */
function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG)
    .replace(/^-+|-+$/g, '');
}

/** `20261122T004712Z`: sorts as text in the order of time, and holds no character that Windows refuses. */
const sortableStamp = (time: Date): string => `${time.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

export interface RunNameParts {
  readonly time: Date;
  /** Four hex digits that keep apart runs started within one second. */
  readonly tag: string;
  readonly kind: string;
  readonly name: string;
}

/**
 * The folder of a run under the root: `2026/11/22/20261122T004712Z-7f3a-train-iris`. UTC.
 *
 * @throws ConfigError when kind and name hold no letter or digit
 */
export function runFolderName(parts: RunNameParts): { day: readonly string[]; folder: string } {
  const words = slug(`${parts.kind}-${parts.name}`);
  if (words === '') {
    throw new ConfigError('bad-argument', `A run needs a name with a letter or digit in it, not '${parts.name}'.`);
  }
  return {
    day: parts.time.toISOString().slice(0, 10).split('-'),
    folder: `${sortableStamp(parts.time)}-${parts.tag}-${words}`,
  };
}

const RUN_FOLDER = /^\d{8}T\d{6}Z-[0-9a-f]{4}-[a-z0-9-]+$/;

export const looksLikeRunFolder = (folderName: string): boolean => RUN_FOLDER.test(folderName);
