import { spiceNumber } from './spice-number.js';

/** Times of a netlist: the clock of its plan, and how long a level takes to become the next. */
export interface SpiceTiming {
  readonly tickSeconds: number;
  readonly edgeSeconds: number;
}

/** A level that is held from a tick on. */
export type Step = readonly [tick: number, level: number];

/** Numbers on one line of a netlist. */
const POINTS_A_LINE = 4;

/**
 * A source that goes from level to level, 0 before the first. An edge begins at its tick.
 *
 * @param steps by rising tick
 */
export function steppedSource(
  name: string,
  nodes: string,
  steps: readonly Step[],
  { tickSeconds, edgeSeconds }: SpiceTiming,
): string[] {
  const points: [seconds: number, level: number][] = [[0, 0]];
  let held = 0;
  for (const [tick, level] of steps) {
    if (level === held) continue;
    const seconds = tick * tickSeconds;
    if (seconds > 0) points.push([seconds, held]);
    points.push([seconds + edgeSeconds, level]);
    held = level;
  }
  if (points.length === 1) return [`V${name} ${nodes} DC 0`];
  const texts = points.map(([seconds, level]) => `${spiceNumber(seconds)} ${spiceNumber(level)}`);
  const lines: string[] = [];
  for (let first = 0; first < texts.length; first += POINTS_A_LINE) {
    lines.push(`+ ${texts.slice(first, first + POINTS_A_LINE).join('  ')}`);
  }
  return [`V${name} ${nodes} PWL(`, ...lines, '+ )'];
}
