import { kernelInstance } from '../kernel/kernel-instance.js';

/** The planes of `kernel/assembly/wires.entry.ts` that are written or read from here. */
export const Plane = { step: 4, columnDrops: 5, packed: 6, rowDrops: 9 } as const;

/** Its vectors along the ends of rows, where near is left, and of columns, where near is the top. */
export const Vector = { nearSiemens: 0, farSiemens: 1, nearAmperes: 2, farAmperes: 3, reference: 4 } as const;

interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** What wires.wasm exports; all positions are bytes. */
export interface WiresKernel {
  readonly memory: KernelMemory;
  place(rows: number, columns: number, rowOhms: number, columnOhms: number): number;
  planeAt(index: number): number;
  rowVectorAt(index: number): number;
  columnVectorAt(index: number): number;
  strideBytes(): number;
  takeCells(): number;
  factor(): void;
  driveCells(offset: boolean): void;
  acrossCells(): void;
  forget(): void;
  solve(warm: boolean, tolerance: number, limit: number): number;
  finish(): void;
  pendingStep(): number;
  timesMatrix(matrix: number, height: number, pairs: number, vector: number, out: number): void;
}

/** Where the kernel's planes begin; what is before is the module's own. */
export const KERNEL_BASE_BYTES = 65_536;
const PAGE_BYTES = 65_536;

/** A kernel with a memory of its own. */
export const createWiresKernel = (): WiresKernel => kernelInstance('wires') as unknown as WiresKernel;

/** Makes a kernel's memory at least so large, zeros where it is new. */
export function growTo(memory: KernelMemory, bytes: number): Float64Array {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  return new Float64Array(memory.buffer);
}
