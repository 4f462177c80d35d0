import { seconds, siemens, volts } from '../dist/core/index.js';

/** Of a board that compiles updates: a grid of 1 us, 16 bits. */
export const limits = {
  tickSeconds: seconds(1e-6),
  edgeTicks: 1,
  settleTicks: 10,
  openTicks: 5,
  dacBits: 16,
  dacFullScaleVolts: volts(2),
  maxRowVolts: volts(0.32),
  maxReadVolts: volts(0.15),
  maxGateVolts: volts(0),
  maxBlockTicks: 100_000,
  maxOutputTicks: 1_000_000,
  drivesColumns: true,
  floatsRows: true,
  maxSamples: 65_536,
  maxPlanBytes: 1 << 24,
  maxPlans: 8,
  readSeconds: seconds(1e-5),
  referenceSiemens: siemens(4.78e-3),
};
