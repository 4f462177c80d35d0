import { describe, expect, it } from 'vitest';
import { ConfigError } from '../core/index.js';
import { looksLikeRunFolder, runFolderName } from './run-name.js';

const time = new Date('2026-11-22T00:47:12.345Z');

describe('runFolderName', () => {
  it('sorts by time and says what the run does', () => {
    expect(runFolderName({ time, tag: '7f3a', kind: 'train', name: 'iris' })).toEqual({
      day: ['2026', '11', '22'],
      folder: '20261122T004712Z-7f3a-train-iris',
    });
  });

  it.each([
    ['Schicht Ä / die #12', 'iv-schicht-a-die-12'],
    ['../../etc/passwd', 'iv-etc-passwd'],
    ['x'.repeat(300), `iv-${'x'.repeat(45)}`],
  ])('makes a name of %j that every file system takes', (name, expected) => {
    const { folder } = runFolderName({ time, tag: '0000', kind: 'iv', name });
    expect(folder).toBe(`20261122T004712Z-0000-${expected}`);
    expect(looksLikeRunFolder(folder)).toBe(true);
  });

  it('refuses a name that leaves nothing', () => {
    expect(() => runFolderName({ time, tag: '0000', kind: '', name: '///' })).toThrow(ConfigError);
  });
});
