import type { VcdTime } from './vcd-time.js';

/** A value at a time of a VCD file. */
export type Change = readonly [time: number, value: number];

/** One waveform: its name, how it is declared, and its values from time 0 by rising time. */
export interface VcdVariable {
  readonly scope: string;
  readonly name: string;
  /** `real`: a double; `wire`: 0 or 1; `integer`: a whole number; `event`: an instant, its value says nothing. */
  readonly kind: 'real' | 'wire' | 'integer' | 'event';
  readonly changes: readonly Change[];
}

const WIDTH = { real: 64, wire: 1, integer: 32, event: 1 } as const;
const FIRST_CODE = 33;
const CODES = 94;

/** Identifiers of printable characters, the shortest first: `!`, `"`, .. `~`, `!!`, .. */
export function vcdIdentifier(place: number): string {
  const last = String.fromCharCode(FIRST_CODE + (place % CODES));
  const rest = Math.floor(place / CODES);
  return rest === 0 ? last : vcdIdentifier(rest - 1) + last;
}

function valueText(kind: VcdVariable['kind'], value: number, identifier: string): string {
  if (kind === 'real') return `r${value} ${identifier}`;
  if (kind === 'integer') return `b${value.toString(2)} ${identifier}`;
  return kind === 'wire' ? `${value}${identifier}` : `1${identifier}`;
}

function declarations(variables: readonly VcdVariable[]): string[] {
  const scopes = [...new Set(variables.map(({ scope }) => scope))];
  return scopes.flatMap((scope) => [
    `$scope module ${scope} $end`,
    ...variables.flatMap(({ scope: own, kind, name }, place) =>
      own === scope ? [`$var ${kind} ${WIDTH[kind]} ${vcdIdentifier(place)} ${name} $end`] : [],
    ),
    '$upscope $end',
  ]);
}

/** Every change of every variable by time; of several at one time the last, and none that changes nothing. */
function changesByTime(variables: readonly VcdVariable[]): Map<number, string[]> {
  const byTime = new Map<number, string[]>();
  for (const [place, { kind, changes }] of variables.entries()) {
    let held: string | undefined;
    for (const [index, [time, value]] of changes.entries()) {
      if (changes[index + 1]?.[0] === time) continue;
      const text = valueText(kind, value, vcdIdentifier(place));
      if (kind !== 'event' && text === held) continue;
      held = text;
      const lines = byTime.get(time);
      if (lines) lines.push(text);
      else byTime.set(time, [text]);
    }
  }
  return byTime;
}

/**
 * Variables as a value change dump (IEEE 1364-2001, 18.2), as GTKWave opens it. It carries no date: the same plan gives
 * the same bytes.
 *
 * @param module the scope around all others
 */
export function vcdFile(module: string, comment: string, time: VcdTime, variables: readonly VcdVariable[]): string {
  const byTime = changesByTime(variables);
  const times = [...byTime.keys()].filter((at) => at > 0).toSorted((a, b) => a - b);
  return [
    `$comment ${comment.replaceAll(/\$|\s+/gu, ' ')} $end`,
    '$version quarterwave $end',
    `$timescale ${time.text} $end`,
    `$scope module ${module} $end`,
    ...declarations(variables),
    '$upscope $end',
    '$enddefinitions $end',
    '#0',
    '$dumpvars',
    ...(byTime.get(0) ?? []),
    '$end',
    ...times.flatMap((at) => [`#${at}`, ...byTime.get(at)!]),
    '',
  ].join('\n');
}
