import { ConfigError } from '../../core/index.js';

/** What a pulse does to a cell, measured: rows of its conductance before and the change of it, in siemens. */
export type PulseTable = readonly (readonly [siemens: number, change: number])[];

/**
 * How fast conductance must move through a table, in siemens a pulse, so that a whole pulse makes the change in it. A
 * change D that falls by b a siemens on its way would end short at the speed D; at D ln(1 + b) / b it ends where the
 * table says, between any two rows. Each row takes the mean of b on its sides, so that the speed has no jumps.
 *
 * @param sign of the changes: 1 for a SET, -1 for a RESET
 * @throws ConfigError `bad-config` where the rows do not rise, a change has the other sign, or one overshoots its neighbour
 */
export function pulseSpeeds(table: PulseTable, sign: 1 | -1, name: string): readonly [Float64Array, Float64Array] {
  if (table.length < 2) throw bad(name, `has ${table.length} rows`, 'Give at least two: [siemens, change].');
  const slopes = table.slice(1).map(([siemens, change], row) => {
    const [before, changeBefore] = table[row]!;
    const slope = (change - changeBefore) / (siemens - before);
    if (!(siemens > before)) throw bad(name, `goes from ${before} S to ${siemens} S`, 'Sort its rows by siemens.');
    // one pulse from the lower row must not end above one from the higher
    if (!(slope > -1)) throw bad(name, `lets a pulse from ${before} S overtake one from ${siemens} S`, 'Correct it.');
    return slope;
  });
  const speeds = table.map(([siemens, change], row) => {
    if (!(change * sign >= 0)) throw bad(name, `changes ${siemens} S by ${change} S`, 'Give changes of its own sign.');
    const sides = [slopes[row - 1], slopes[row]].filter((slope) => slope !== undefined);
    const slope = sides.reduce((sum, side) => sum + side, 0) / sides.length;
    return change * (Math.abs(slope) < 1e-9 ? 1 : Math.log1p(slope) / slope);
  });
  return [Float64Array.from(table, ([siemens]) => siemens), Float64Array.from(speeds)];
}

const bad = (name: string, what: string, remedy: string): ConfigError =>
  new ConfigError('bad-config', `The ${name} table ${what}. ${remedy}`);

/** Linear between the points, level beyond them. */
export function interpolate([places, values]: readonly [Float64Array, Float64Array], at: number): number {
  const last = places.length - 1;
  if (at <= places[0]!) return values[0]!;
  if (at >= places[last]!) return values[last]!;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (places[middle]! <= at) low = middle;
    else high = middle;
  }
  const part = (at - places[low]!) / (places[high]! - places[low]!);
  return values[low]! + part * (values[high]! - values[low]!);
}
