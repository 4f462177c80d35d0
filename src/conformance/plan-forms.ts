import { WINDOW_EDGES, type PulsePlan } from '../core/index.js';

/** How the vectors of a plan are written; protocol.md 9 lets a host choose for every one of them. */
export type VectorForm = 'sparse' | 'dense';

const MAGIC = 'QWPL';
const VERSION = 2;
const DENSE = 0xffff;

/** Little-endian numbers one after the other. */
class Bytes {
  readonly #bytes: number[] = [];

  u16(...values: readonly number[]): void {
    for (const value of values) this.#bytes.push(value & 0xff, (value >>> 8) & 0xff);
  }

  /** Signed ones too. */
  u32(...values: readonly number[]): void {
    for (const value of values) this.u16(value & 0xffff, value >>> 16);
  }

  u8(...values: readonly number[]): void {
    this.#bytes.push(...values);
  }

  get all(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** Splits a library into its vectors. */
function* vectorsOf<Numbers extends Int32Array | Uint32Array>(library: Numbers, length: number): Generator<Numbers> {
  for (let start = 0; start < library.length; start += length) {
    yield library.subarray(start, start + length) as Numbers;
  }
}

function putCodes(bytes: Bytes, codes: Int32Array, form: VectorForm): void {
  if (form === 'dense') {
    bytes.u16(DENSE, 0);
    bytes.u32(...codes);
    return;
  }
  // any fill will do; that of the last line is none that a host would choose
  const fill = codes.at(-1)!;
  const others = [...codes.entries()].filter(([, code]) => code !== fill);
  bytes.u16(others.length, 0);
  bytes.u32(fill);
  for (const [line, code] of others) bytes.u32(line, code);
}

/** Dense ones close all their switches at one time; where they do not, they are written sparse all the same. */
function putWindows(bytes: Bytes, edges: Uint32Array, form: VectorForm): void {
  const windows = [...vectorsOf(edges, WINDOW_EDGES)].map(([from, until]) => ({ from: from!, until: until! }));
  const closed = [...windows.entries()].filter(([, { from, until }]) => until > from);
  const begins = new Set(closed.map(([, { from }]) => from));
  if (form === 'dense' && begins.size <= 1) {
    bytes.u16(DENSE, 0);
    bytes.u32(...(begins.size === 0 ? [0] : begins), ...windows.map(({ from, until }) => (until > from ? until : 0)));
    return;
  }
  bytes.u16(closed.length, 0);
  for (const [column, { from, until }] of closed) bytes.u32(column, from, until);
}

/** A plan with all its vectors in one form, whichever a host would choose; its id is another than the host's. */
export function planInForm(plan: PulsePlan, form: VectorForm): Uint8Array {
  const { array, shape, blocks } = plan;
  const { rows, columns } = shape;
  const bytes = new Bytes();
  bytes.u8(...Buffer.from(MAGIC), VERSION, array);
  bytes.u16(rows, columns, blocks.ticks.length);
  const libraries = [
    [plan.rowVectors, rows],
    [plan.columnVectors, columns],
    [plan.windowVectors, WINDOW_EDGES * columns],
    [plan.gateVectors, rows],
  ] as const;
  for (const [library, length] of libraries) bytes.u16(library.length / length);
  for (const [block, ticks] of blocks.ticks.entries()) {
    bytes.u32(ticks, blocks.sampleTicks[block]!);
    bytes.u16(blocks.rows[block]!, blocks.columns[block]!, blocks.windows[block]!, blocks.gates[block]!);
    bytes.u16(blocks.reference[block]!, 0);
  }
  for (const codes of vectorsOf(plan.rowVectors, rows)) putCodes(bytes, codes, form);
  for (const codes of vectorsOf(plan.columnVectors, columns)) putCodes(bytes, codes, form);
  for (const edges of vectorsOf(plan.windowVectors, WINDOW_EDGES * columns)) putWindows(bytes, edges, form);
  for (const codes of vectorsOf(plan.gateVectors, rows)) putCodes(bytes, codes, form);
  return bytes.all;
}

const HEADER_BYTES = 20;
const BLOCK_BYTES = 20;
const BLOCKS_AT = 10;
const ROW_VECTORS_AT = 12;
const REFERENCE_AT = 16;
const PADDING_AT = 18;
/** Where a block names its vectors, from its start. */
const NAMED_AT = { rows: 8, columns: 10, windows: 12, gates: 14 } as const;

const withU16 = (bytes: Uint8Array, at: number, value: number): Uint8Array => {
  const changed = Uint8Array.from(bytes);
  new DataView(changed.buffer).setUint16(at, value, true);
  return changed;
};

const blockAt = (block: number): number => HEADER_BYTES + block * BLOCK_BYTES;

/** The bytes with a block that names vector `index` of a library. */
export const namingVector = (
  bytes: Uint8Array,
  block: number,
  library: keyof typeof NAMED_AT,
  index: number,
): Uint8Array => withU16(bytes, blockAt(block) + NAMED_AT[library], index);

/** Bytes that are no plan any more, each for another reason. */
export function malformed(bytes: Uint8Array): readonly Uint8Array[] {
  const blocks = new DataView(bytes.buffer, bytes.byteOffset).getUint16(BLOCKS_AT, true);
  const last = blockAt(blocks - 1);
  return [
    Uint8Array.from(bytes).fill(VERSION - 1, MAGIC.length, MAGIC.length + 1),
    bytes.slice(0, HEADER_BYTES - 1),
    bytes.slice(0, -4),
    Uint8Array.of(...bytes, 0, 0, 0, 0),
    withU16(bytes, last + REFERENCE_AT, 3),
    withU16(bytes, last + PADDING_AT, 1),
    // counts that the bytes do not hold: of blocks, of vectors, of lines in the first vector
    withU16(bytes, BLOCKS_AT, 0xffff),
    withU16(bytes, ROW_VECTORS_AT, 0xffff),
    withU16(bytes, blockAt(blocks), DENSE - 1),
  ];
}
