/** More lanes than this are neither read nor printed. */
const MAX_LANES = 32;

/** One lane: a line, and how many others do just the same. */
export interface ChosenLane {
  readonly line: number;
  readonly others: number;
}

/** Which lines are drawn, in their order, and how that is said. */
export interface LaneChoice {
  readonly lanes: readonly ChosenLane[];
  /** Empty where every line has its lane. */
  readonly note: string;
}

export interface LanesToChoose {
  readonly lines: readonly number[];
  readonly name: (line: number) => string;
  /** The same for lines that do the same. */
  readonly deeds: (line: number) => string;
  /** The more, the likelier a line is drawn. */
  readonly activity: (line: number) => number;
  /** Lines that have a lane of their own whatever they do. */
  readonly chosen?: ReadonlySet<number>;
}

function together({ lines, deeds, chosen }: LanesToChoose): ChosenLane[] {
  const groups = new Map<string, { readonly line: number; others: number }>();
  for (const line of lines) {
    const key = chosen?.has(line) ? `${line}` : `= ${deeds(line)}`;
    const group = groups.get(key);
    if (group) group.others += 1;
    else groups.set(key, { line, others: 0 });
  }
  return [...groups.values()];
}

function noteOf(lanes: readonly ChosenLane[], { lines, name }: LanesToChoose): string {
  const drawn = lanes.reduce((sum, { others }) => sum + 1 + others, 0);
  const isMerged = drawn > lanes.length;
  const merged = isMerged ? '; lines that do the same are drawn once' : '';
  if (drawn === lines.length) return merged;
  const [first, last] = [lanes[0]!.line, lanes.at(-1)!.line];
  const isRange = !isMerged && last - first === lanes.length - 1;
  const which = isRange ? `${name(first)}\u2013${name(last)}` : `${drawn}`;
  return `${merged}; only ${which} of ${lines.length} are drawn${isRange ? '' : ', the busiest'}`;
}

/**
 * A lane for each line. Of more than 32 those that do the same share one, and if that is not enough the chosen are drawn,
 * then those that do most, then the first.
 *
 * @param isCompact lines that do the same share a lane however few they are
 */
export function laneChoice(from: LanesToChoose, isCompact = false): LaneChoice {
  const { lines, activity, chosen } = from;
  if (!isCompact && lines.length <= MAX_LANES) return { lanes: lines.map((line) => ({ line, others: 0 })), note: '' };
  const rank = ({ line }: ChosenLane): number => (chosen?.has(line) ? Infinity : activity(line));
  const lanes = together(from)
    .toSorted((a, b) => (rank(a) === rank(b) ? a.line - b.line : rank(b) - rank(a)))
    .slice(0, MAX_LANES)
    .toSorted((a, b) => a.line - b.line);
  return { lanes, note: noteOf(lanes, from) };
}

/** `+61` for a lane that stands for 62 lines. */
export const othersText = ({ others }: ChosenLane): string => (others > 0 ? `+${others}` : '');
