import { formatQuantity } from '../../core/index.js';

export interface RoundTripSummary {
  readonly count: number;
  readonly p50Milliseconds: number;
  readonly p95Milliseconds: number;
  readonly maxMilliseconds: number;
  /** Of the first bin. */
  readonly fromMilliseconds: number;
  /** How many took between one and two times the start of each bin; every bin starts at twice the one before. */
  readonly bins: readonly number[];
}

const BARS = [' ', '\u2581', '\u2582', '\u2583', '\u2584', '\u2585', '\u2586', '\u2587', '\u2588'];
/** A clock that is coarser than the link must not make an endless row of bins. */
const SHORTEST_MILLISECONDS = 1e-3;

/** @param milliseconds at least one */
export function summariseRoundTrips(milliseconds: readonly number[]): RoundTripSummary {
  const sorted = milliseconds.map((time) => Math.max(time, SHORTEST_MILLISECONDS)).toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
  const firstExponent = Math.floor(Math.log2(sorted[0]!));
  const binOf = (time: number): number => Math.floor(Math.log2(time)) - firstExponent;
  const bins = Array.from({ length: binOf(at(1)) + 1 }, () => 0);
  for (const time of sorted) bins[binOf(time)]! += 1;
  return {
    count: sorted.length,
    p50Milliseconds: at(0.5),
    p95Milliseconds: at(0.95),
    maxMilliseconds: at(1),
    fromMilliseconds: 2 ** firstExponent,
    bins,
  };
}

const time = (milliseconds: number): string => formatQuantity(milliseconds / 1e3, 's', 3);

/** The summary in a line; any count that is not 0 has a bar that can be seen. */
export function formatRoundTrips(summary: RoundTripSummary): string {
  const { count, p50Milliseconds, p95Milliseconds, maxMilliseconds, fromMilliseconds, bins } = summary;
  const most = Math.max(...bins);
  const bars = bins.map((n) => BARS[Math.ceil((n / most) * (BARS.length - 1))]!).join('');
  const until = fromMilliseconds * 2 ** bins.length;
  return (
    `p50 ${time(p50Milliseconds)}, p95 ${time(p95Milliseconds)}, max ${time(maxMilliseconds)} of ${count}; ` +
    `${time(fromMilliseconds)} |${bars}| ${time(until)}, doubling`
  );
}
