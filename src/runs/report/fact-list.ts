import { escapeHtml } from './html-text.js';

export type Fact = readonly [name: string, value: string];

const pairs = (facts: readonly Fact[]): string =>
  facts.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`).join('\n');

/** A strip of numbers to be seen at a glance. */
export const figureStrip = (facts: readonly Fact[]): string => `<dl class="strip">\n${pairs(facts)}\n</dl>`;

/** Names and values, a line each. */
export const factList = (facts: readonly Fact[]): string => `<dl class="facts">\n${pairs(facts)}\n</dl>`;
