import { seconds, siemens, volts, type BoardLimits } from '../core/index.js';

/** A board of ticks of a microsecond without guards, for the tests of this folder; each says what is other on its own. */
export const boardUnderTest: BoardLimits = {
  tickSeconds: seconds(1e-6),
  dacBits: 16,
  dacFullScaleVolts: volts(2),
  maxRowVolts: volts(0.32),
  maxGateVolts: volts(0),
  maxReadVolts: volts(0.15),
  maxBlockTicks: 1000,
  edgeTicks: 1,
  settleTicks: 0,
  openTicks: 0,
  drivesColumns: true,
  floatsRows: true,
  maxSamples: 1024,
  maxOutputTicks: 4000,
  maxPlanBytes: 1 << 20,
  maxPlans: 8,
  readSeconds: seconds(1e-5),
  referenceSiemens: siemens(4.78e-3),
};
