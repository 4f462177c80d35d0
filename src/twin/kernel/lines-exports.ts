import { kernelInstance } from './kernel-instance.js';

/** What a kernel exports as a number that it may change. */
interface Address {
  readonly value: number;
}

/** `assembly/lines.entry.ts` as seen from here. Addresses are in bytes. */
export interface LinesExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly layOut: (rows: number, columns: number, bytesPerState: number, varied: boolean) => void;
  readonly setCell: (amplitude: number, curvature: number, positiveRaises: boolean) => void;
  readonly setMotionUp: (speed: number, expThreshold: number, fastest: number, lowest: number) => void;
  readonly setMotionDown: (speed: number, expThreshold: number, fastest: number, lowest: number) => void;
  readonly setLines: (onOhms: number, offOhms: number, referenceSiemens: number) => void;
  readonly setTolerances: (state: number, energy: number) => void;
  readonly sumStatesSingle: () => void;
  readonly sumStatesDouble: () => void;
  readonly applyBlockSingle: (seconds: number, sampleSeconds: number, referenceVolts: number) => number;
  readonly applyBlockDouble: (seconds: number, sampleSeconds: number, referenceVolts: number) => number;
  readonly readSingle: (byRows: boolean, seconds: number, referenceVolts: number) => number;
  readonly readDouble: (byRows: boolean, seconds: number, referenceVolts: number) => number;
  readonly columnStep: Address;
  readonly states: Address;
  readonly amplitudes: Address;
  readonly speedsUp: Address;
  readonly speedsDown: Address;
  readonly thresholdsUp: Address;
  readonly thresholdsDown: Address;
  readonly driveVolts: Address;
  readonly switchVolts: Address;
  readonly closeSeconds: Address;
  readonly openSeconds: Address;
  readonly amperes: Address;
  readonly risingCurve: Address;
  readonly fallingCurve: Address;
}

export const linesInstance = (): LinesExports => kernelInstance('lines') as unknown as LinesExports;
