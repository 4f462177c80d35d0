import { SENSED, type BoardLimits } from '../../core/index.js';
import type { WindowTicks } from './board-hold.js';
import type { TimelineBlock } from './timeline-blocks.js';

const HEADER_BYTES = 20;
const BLOCK_BYTES = 20;
const VECTOR_HEAD_BYTES = 4;
/** A line of a vector in which all stand, a line that is named, a window that is named. */
const [NUMBER_BYTES, LINE_BYTES, WINDOW_BYTES] = [4, 8, 12];
/** Fields of the plan's bytes count blocks and ticks up to here, and no board takes a plan of more numbers. */
const [MOST_BLOCKS, MOST_TICKS, MOST_NUMBERS] = [0xffff, 0xffffffff, 2 ** 24];

/** About the bytes of a vector of codes: all of them, or those that are not as most are. */
function codeBytes(codes: Int32Array): number {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const named = codes.length - Math.max(...counts.values());
  return VECTOR_HEAD_BYTES + Math.min(NUMBER_BYTES * codes.length, NUMBER_BYTES + LINE_BYTES * named);
}

function windowBytes(windows: ReadonlyMap<number, WindowTicks>, columns: number): number {
  const starts = new Set(Array.from(windows.values(), ([from]) => from));
  const all = starts.size <= 1 ? NUMBER_BYTES + NUMBER_BYTES * columns : Infinity;
  return VECTOR_HEAD_BYTES + Math.min(all, WINDOW_BYTES * windows.size);
}

/** Currents that a block samples. */
function samplesOf({ sampleTick, drives, windows }: TimelineBlock): number {
  if (sampleTick === 0) return 0;
  let samples = 0;
  for (const code of drives.rows) if (code === SENSED) samples += 1;
  for (const [column, [from, until]] of windows) {
    if (drives.columns[column] === SENSED && from < sampleTick && sampleTick <= until) samples += 1;
  }
  return samples;
}

/** What a plan asks of a board's memory, while blocks are added to it: an estimate in bytes, near the truth. */
export class PlanSize {
  readonly #columns: number;
  readonly #isGated: boolean;
  readonly #seen = {
    rows: new Set<Int32Array>(),
    columns: new Set<Int32Array>(),
    gates: new Set<Int32Array>(),
    windows: new Set<string>(),
    windowMaps: new Set<ReadonlyMap<number, WindowTicks>>(),
  };
  #bytes = HEADER_BYTES;
  #blocks = 0;
  #ticks = 0;
  #numbers = 0;
  #samples = 0;

  constructor(columns: number, isGated: boolean) {
    this.#columns = columns;
    this.#isGated = isGated;
  }

  add(block: TimelineBlock): void {
    const { rows, columns, gates } = block.drives;
    this.#blocks += 1;
    this.#ticks += block.ticks;
    this.#samples += samplesOf(block);
    this.#bytes += BLOCK_BYTES;
    this.#addCodes(rows, this.#seen.rows);
    this.#addCodes(columns, this.#seen.columns);
    if (this.#isGated) this.#addCodes(gates, this.#seen.gates);
    if (this.#seen.windowMaps.has(block.windows)) return;
    this.#seen.windowMaps.add(block.windows);
    const key = Array.from(block.windows, ([column, window]) => `${column}:${window.join(':')}`).join();
    if (this.#seen.windows.has(key)) return;
    this.#seen.windows.add(key);
    this.#bytes += windowBytes(block.windows, this.#columns);
    this.#numbers += 2 * this.#columns;
  }

  /** The limit that it is beyond; undefined while it fits. */
  beyond(limits: Pick<BoardLimits, 'maxPlanBytes' | 'maxSamples'>): 'maxPlanBytes' | 'maxSamples' | undefined {
    if (this.#samples > limits.maxSamples) return 'maxSamples';
    const isOver =
      this.#bytes > limits.maxPlanBytes ||
      this.#blocks > MOST_BLOCKS ||
      this.#ticks > MOST_TICKS ||
      this.#numbers > MOST_NUMBERS;
    return isOver ? 'maxPlanBytes' : undefined;
  }

  #addCodes(vector: Int32Array, seen: Set<Int32Array>): void {
    if (seen.has(vector)) return;
    seen.add(vector);
    this.#bytes += codeBytes(vector);
    this.#numbers += vector.length;
  }
}
