import { randomStream } from '../../core/index.js';
import { ArrayLines } from '../chip/array-lines.js';
import type { BlockDrive, SampledCurrents } from '../chip/block-drive.js';
import { cellParameters } from '../chip/cell-parameters.js';
import { anodicTitania, silverChalcogenide, yakopcic } from '../models/index.js';
import type { KernelPrecision } from './fall-curve.js';
import type { KernelCircuit } from './kernel-circuit.js';
import { KernelLines } from './kernel-lines.js';

export interface ArrayUnderTest {
  readonly circuit: Omit<KernelCircuit, 'precision'>;
  readonly states: Float64Array;
  readonly drive: BlockDrive;
  readonly seconds: number;
  /** Largest voltage that a read drives a line with. */
  readonly readVolts: number;
}

/**
 * An array of up to 12 x 12 cells of either device and a block that is hard on it: any switch resistance, pulses from
 * microseconds to seconds, rows of both polarities or mostly at one voltage, windows anywhere, driven columns.
 */
export function arrayUnderTest(seed: number): ArrayUnderTest {
  const stream = randomStream(seed, 'test/kernel');
  const chance = (share: number): boolean => stream.uniform() < share;
  const within = (scale: number): number => scale * (2 * stream.uniform() - 1);
  const silver = chance(0.5);
  const device = (silver ? silverChalcogenide : anodicTitania).parameters;
  const parameters = { ...device, eta: chance(0.2) ? (-1 as const) : (1 as const) };
  const rows = 1 + Math.floor(12 * stream.uniform());
  const columns = 1 + Math.floor(12 * stream.uniform());
  const cells = rows * columns;
  const filled = (length: number, value: () => number): Float64Array => Float64Array.from({ length }, value);
  const reach = silver ? 0.35 : 1.5;
  const resting = chance(0.5) ? within(reach) : parameters.Vp;
  const scattered = chance(0.4);
  const seconds = 2.5e-4 * 10 ** (chance(0.6) ? 2 * stream.uniform() - 1.5 : 4 * stream.uniform());
  const spread = (nominal: number): Float64Array => filled(cells, () => nominal * (0.8 + 0.4 * stream.uniform()));
  const late = chance(0.5);
  const variation = chance(0.4)
    ? {
        amplitude: spread(1),
        speedUp: spread(parameters.Ap),
        speedDown: spread(parameters.An),
        thresholdUp: spread(parameters.Vp),
        thresholdDown: spread(parameters.Vn),
      }
    : {};
  return {
    circuit: {
      shape: { rows, columns },
      parameters,
      switchOnOhms: [0, 1e-3, 0.1, 1, 10, 100, 1e3][Math.floor(7 * stream.uniform())]!,
      switchOffOhms: [1e3, 1e9, Infinity][Math.floor(3 * stream.uniform())]!,
      referenceSiemens: 0.00478,
      stuck: chance(0.3) ? Uint8Array.from({ length: cells }, () => (chance(0.2) ? 1 : 0)) : undefined,
      ...variation,
    },
    states: filled(cells, () => (chance(0.05) ? Math.round(stream.uniform()) : stream.uniform())),
    drive: {
      rowVolts: filled(rows, () => (scattered || chance(0.3) ? within(reach) : resting)),
      rowSensed: new Uint8Array(rows),
      columnVolts: filled(columns, () => (chance(0.7) ? 0 : within(0.2))),
      closeSeconds: filled(columns, () => (late ? seconds * stream.uniform() : 0)),
      openSeconds: filled(columns, () => (chance(0.2) ? 0 : 1.2 * seconds * stream.uniform())),
      gateVolts: undefined,
      referenceVolts: chance(0.8) ? 0 : within(0.5),
      rowReferenceVolts: 0,
      sampleSeconds: chance(0.5) ? seconds * stream.uniform() : 0,
    },
    seconds,
    readVolts: (chance(0.7) ? 0.1 : 0.6) * (silver ? 1 : 3),
  };
}

export const kernelOf = ({ circuit, states }: ArrayUnderTest, precision: KernelPrecision): KernelLines =>
  new KernelLines({ ...circuit, precision }, states);

/** The reference, moving these states in place. */
export function linesOf({ circuit }: Pick<ArrayUnderTest, 'circuit'>, states: Float64Array): ArrayLines {
  const { parameters, amplitude, speedUp, speedDown, thresholdUp, thresholdDown, ...rest } = circuit;
  const drawn = new Map<string, Float64Array>();
  if (amplitude) {
    drawn.set(
      'a1',
      amplitude.map((factor) => factor * parameters.a1),
    );
    drawn.set(
      'a2',
      amplitude.map((factor) => factor * parameters.a2),
    );
  }
  if (speedUp) drawn.set('Ap', speedUp);
  if (speedDown) drawn.set('An', speedDown);
  if (thresholdUp) drawn.set('Vp', thresholdUp);
  if (thresholdDown) drawn.set('Vn', thresholdDown);
  return new ArrayLines({ ...rest, cells: cellParameters({ model: yakopcic, parameters }, drawn) }, states);
}

export function statesOf(kernel: KernelLines, { circuit }: Pick<ArrayUnderTest, 'circuit'>): Float64Array {
  const states = new Float64Array(circuit.shape.rows * circuit.shape.columns);
  kernel.copyStates(states);
  return states;
}

export const currentsOf = ({ circuit }: Pick<ArrayUnderTest, 'circuit'>): SampledCurrents => ({
  rowAmperes: new Float64Array(circuit.shape.rows),
  columnAmperes: new Float64Array(circuit.shape.columns),
});

export const largestDifference = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, k) => Math.max(most, Math.abs(value - b[k]!)), 0);

export const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
