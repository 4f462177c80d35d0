import { formatQuantity } from '../../core/index.js';

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** With the sign for micro that a page can be trusted to show. */
export const quantityText = (value: number, unit: string, digits = 4): string =>
  formatQuantity(value, unit, digits)
    .replace(/ u(?=[A-Za-z])/, ' \u00b5')
    .replace('-', '\u2212');

const grouped = new Intl.NumberFormat('en-US');

export const countText = (count: number): string => grouped.format(count);

/** `96.00 %` of two counts; a dash where there is nothing to share. */
export const percentText = (part: number, whole: number): string =>
  whole > 0 ? `${((100 * part) / whole).toFixed(2)}\u2009%` : '\u2013';

const padded = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** `1 h 02 min`, `3 min 05 s`, `4.2 s`. */
export function durationText(seconds: number): string {
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${padded((seconds % 3600) / 60)} min`;
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min ${padded(seconds % 60)} s`;
  return quantityText(seconds, 's', 3);
}

/** `2026-11-22 00:47:12 UTC` */
export const timeText = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`;
