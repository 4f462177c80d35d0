// The array and its memory. States and what differs from cell to cell are stored column by column, columns padded to
// whole cache lines, so that the cells of a column lie in consecutive lanes.

export let rows: i32 = 0;
export let columns: i32 = 0;
/** Bytes from one column to the next. */
export let columnStep: usize = 0;

/** x; padding is 0. */
export let states: usize = 0;
/** 1 where the four tables below exist. */
export let varied: bool = false;
/** a1 over its nominal value; speeds over theirs, 0 at a stuck cell; e^V of the thresholds less the nominal e^V. */
export let amplitudes: usize = 0;
export let speedsUp: usize = 0;
export let speedsDown: usize = 0;
export let thresholdsUp: usize = 0;
export let thresholdsDown: usize = 0;
/** Per column, the sum of x times amplitude over all rows, f64. */
export let columnSums: usize = 0;

/** Voltages of the driven lines, the switches' windows and what they connect to, and the currents sensed: f64, a line each. */
export let driveVolts: usize = 0;
export let switchVolts: usize = 0;
export let closeSeconds: usize = 0;
export let openSeconds: usize = 0;
export let amperes: usize = 0;
/** The curves of rising and falling cells; flow.ts says what is in them. */
export let risingCurve: usize = 0;
export let fallingCurve: usize = 0;

/** Working space, one vector lane or number a cell of the longest line. */
export let offsets: usize = 0;
/** Of the node, and of the energy: sums.ts. */
export let weights: usize = 0;
export let drivenWeights: usize = 0;
export let factorsUp: usize = 0;
export let factorsDown: usize = 0;
export let gathered: usize = 0;
export let trialA: usize = 0;
export let trialB: usize = 0;
export let taus: usize = 0;
export let lineAmplitudes: usize = 0;
export let lineSpeeds: usize = 0;
export let lineThresholds: usize = 0;
/** Four sums a line: see sums.ts. */
export let lineSums: usize = 0;

const CACHE_LINE: usize = 64;
/** Numbers in a curve, schedule included. */
const CURVE_BYTES: usize = 8192;

let free: usize = 0;

function reserve(bytes: usize): usize {
  const at = free;
  free = (free + bytes + CACHE_LINE - 1) & ~(CACHE_LINE - 1);
  const missing = <i32>((free + 0xffff) >>> 16) - memory.size();
  if (missing > 0) memory.grow(missing);
  return at;
}

/** Lays the memory out; once an instance. */
export function layOut(rowCount: i32, columnCount: i32, bytesPerState: i32, hasVaried: bool): void {
  free = (__heap_base + CACHE_LINE - 1) & ~(CACHE_LINE - 1);
  rows = rowCount;
  columns = columnCount;
  varied = hasVaried;
  // an odd number of cache lines, so that the cells of a row do not all meet in the same sets of the cache
  columnStep = ((<usize>rows * bytesPerState + CACHE_LINE - 1) / CACHE_LINE | 1) * CACHE_LINE;
  // an even number of columns, as two are summed at once
  const table = columnStep * ((columns + 1) & ~1);
  states = reserve(table);
  if (varied) {
    amplitudes = reserve(table);
    speedsUp = reserve(table);
    speedsDown = reserve(table);
    thresholdsUp = reserve(table);
    thresholdsDown = reserve(table);
  }
  const longest = <usize>max(rows, columns);
  const numbers: usize = 8 * longest;
  const line = ((longest * bytesPerState + CACHE_LINE - 1) / CACHE_LINE) * CACHE_LINE;
  columnSums = reserve(8 * columns + 8);
  driveVolts = reserve(numbers);
  switchVolts = reserve(numbers);
  closeSeconds = reserve(numbers);
  openSeconds = reserve(numbers);
  amperes = reserve(numbers);
  risingCurve = reserve(CURVE_BYTES);
  fallingCurve = reserve(CURVE_BYTES);
  offsets = reserve(4 * longest + CACHE_LINE);
  weights = reserve(2 * line);
  drivenWeights = reserve(2 * line);
  factorsUp = reserve(line);
  factorsDown = reserve(line);
  gathered = reserve(line + 2 * CACHE_LINE);
  trialA = reserve(line);
  trialB = reserve(line);
  taus = reserve(line);
  lineAmplitudes = reserve(line);
  lineSpeeds = reserve(line);
  lineThresholds = reserve(line);
  lineSums = reserve(4 * numbers + 4 * CACHE_LINE);
}
