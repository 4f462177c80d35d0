/** Serials `from`..`to`, both included. */
export interface SerialRange {
  readonly from: number;
  readonly to: number;
}

/** Ascending, disjoint, never touching: one range more only where serials are missing between them. */
export type SerialRanges = readonly SerialRange[];

/** The serials in `ranges` or in `added`. */
export function withRange(ranges: SerialRanges, added: SerialRange): SerialRanges {
  const before = ranges.filter((range) => range.to < added.from - 1);
  const after = ranges.filter((range) => range.from > added.to + 1);
  const touching = ranges.slice(before.length, ranges.length - after.length);
  const from = Math.min(added.from, touching[0]?.from ?? added.from);
  const to = Math.max(added.to, touching.at(-1)?.to ?? added.to);
  return [...before, { from, to }, ...after];
}

/** The serials in `ranges` but not in `removed`. */
export function withoutRange(ranges: SerialRanges, removed: SerialRange): SerialRanges {
  return ranges.flatMap((range) => {
    if (range.to < removed.from || range.from > removed.to) return [range];
    const left = { from: range.from, to: removed.from - 1 };
    const right = { from: removed.to + 1, to: range.to };
    return [left, right].filter((part) => part.from <= part.to);
  });
}

export const serialCount = (ranges: SerialRanges): number =>
  ranges.reduce((count, range) => count + range.to - range.from + 1, 0);
