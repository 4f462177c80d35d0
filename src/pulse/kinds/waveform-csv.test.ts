import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../core/index.js';
import { hold, rest, sequential } from '../timeline/timeline.js';
import { waveformCsv } from './waveform-csv.js';

const compact = (text: string): string => JSON.stringify(waveformCsv(text, 'wave.csv'));

describe('waveforms from a table', () => {
  it('holds each line of values until the time of the next', () => {
    const text = '# a comment\nseconds, W00, B01, G03\n1, 0.3, sense, 1.5\n2, float, -0.1,\n\n4, , 0,\n';
    const expected = sequential([
      rest(1),
      hold({ seconds: 1, rows: { 0: 0.3 }, columns: { 1: 'sense' }, gates: { 3: 1.5 } }),
      hold({ seconds: 2, rows: { 0: 'float' }, columns: { 1: -0.1 }, gates: {} }),
    ]);
    expect(compact(text)).toBe(JSON.stringify(expected));
  });

  const bad: [what: string, text: string, message: RegExp][] = [
    ['nothing', '', /line 1: there is nothing/u],
    ['no seconds', 'time,W00\n0,1\n1,\n', /line 1: the first column is 'time'/u],
    ['a strange line', 'seconds,X00\n0,1\n1,\n', /line 1: 'X00' is no line/u],
    ['a line twice', 'seconds,W0,W00\n0,1,1\n1,,\n', /line 1: 'W00' is there twice/u],
    ['a bad time', 'seconds,W00\n0,1\nsoon,\n', /line 3: 'soon' is no time/u],
    ['a negative time', 'seconds,W00\n-1,1\n1,\n', /line 2: '-1' is no time/u],
    ['time going back', 'seconds,W00\n0,1\n# still\n2,1\n2,1\n3,\n', /line 5: time does not go forward/u],
    ['a bad drive', 'seconds,W00\n0,1\n1,high\n2,\n', /line 3: 'high' is no drive/u],
    ['a floating gate', 'seconds,G00\n0,float\n1,\n', /line 2: 'float' is no drive/u],
    ['no end', 'seconds,W00\n0,1\n', /line 1: a waveform needs a beginning and an end/u],
    ['an end that holds', 'seconds,W00\n0,1\n1,0.5\n', /line 3: the waveform ends while a line is held \('0.5'\)/u],
    ['a ragged table', 'seconds,W00\n0,1,2\n1,\n', /is no readable CSV/u],
  ];
  it.each(bad)('says what is wrong and where: %s', (_, text, message) => {
    expect(() => waveformCsv(text, 'wave.csv')).toThrow(ConfigError);
    expect(() => waveformCsv(text, 'wave.csv')).toThrow(message);
    expect(() => waveformCsv(text, 'wave.csv')).toThrow(/wave\.csv/u);
  });
});
