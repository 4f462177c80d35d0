import { expect, it } from 'vitest';
import { durationText, escapeHtml, percentText, quantityText, timeText } from './html-text.js';

it('escapes everything that HTML or an attribute could take for its own', () => {
  expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&#60;a href=&#34;x&#34; title=&#39;y&#39;&#62;&#38;');
});

it.each([
  [durationText(0.0042), '4.2 ms'],
  [durationText(4.2), '4.2 s'],
  [durationText(94.7), '1 min 34 s'],
  [durationText(3725), '1 h 02 min'],
  [quantityText(1.589e-6, 'J'), '1.589 \u00b5J'],
  [quantityText(-0.00031, 'V'), '\u2212310 \u00b5V'],
  [percentText(221, 225), '98.22\u2009%'],
  [percentText(0, 0), '\u2013'],
  [timeText('2026-11-22T00:47:12.345Z'), '2026-11-22 00:47:12 UTC'],
])('writes %s', (written, expected) => expect(written).toBe(expected));
