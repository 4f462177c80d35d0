import { ConfigError } from '../core/index.js';
import { parseBoardFile, TIMING_PROFILES, type TimingProfile, type TwinOptions } from '../twin/index.js';
import { readTextFile } from './read-text-file.js';

/**
 * What a twin's board is like: a board file, or an ideal one that places its edges as a profile says, `p1` by default.
 *
 * @throws ConfigError where there are both, or the file is no board file
 */
export function boardFor(
  profile: TimingProfile | undefined,
  boardFile: string | undefined,
): Pick<TwinOptions, 'board' | 'imperfections'> {
  if (boardFile === undefined) return { board: TIMING_PROFILES[profile ?? 'p1'] };
  if (profile !== undefined) {
    throw new ConfigError(
      'bad-argument',
      `The board of ${boardFile} has a profile of its own, and ${profile} was asked for. Write it into the file, or drop it.`,
      { file: boardFile, profile },
    );
  }
  const { overrides, imperfections } = parseBoardFile(readTextFile(boardFile, 'a board file (YAML)'), boardFile);
  return { board: overrides, imperfections };
}
