const UNITS = ['s', 'ms', 'us', 'ns', 'ps', 'fs'] as const;

/** The unit in which a VCD file counts: 1, 10 or 100 of s, ms, us, ns, ps or fs. */
export interface VcdTime {
  /** As `$timescale` has it: `100 ns`. */
  readonly text: string;
  /** The nearest whole number of units. */
  readonly count: (seconds: number) => number;
}

const isWhole = (value: number): boolean => value >= 0.5 && Math.abs(value - Math.round(value)) < 1e-6 * value;

/**
 * The coarsest unit that a tick is a whole number of, so that every edge falls on a count. A tick that no unit divides,
 * a third of a microsecond, is counted in femtoseconds.
 *
 * @param fraction asks for a unit this many times finer than the tick, for waveforms that bend within it
 */
export function vcdTime(tickSeconds: number, fraction = 1): VcdTime {
  const units = UNITS.flatMap((unit, place) =>
    [100, 10, 1].map((count) => ({ text: `${count} ${unit}`, inSecond: 1000 ** place / count })),
  );
  const found = units.find(({ inSecond }) => {
    const counts = tickSeconds * inSecond;
    return counts >= fraction * (1 - 1e-9) && isWhole(counts);
  });
  const { text, inSecond } = found ?? units.at(-1)!;
  return { text, count: (seconds) => Math.round(seconds * inSecond) };
}
