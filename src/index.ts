/**
 * quarterwave: hardware-in-the-loop control of memristor crossbars. Everything a program may use is listed here; what is
 * not listed may change at any time.
 */

// the port every board stands behind, and its vocabulary
export {
  amperes,
  boardTicks,
  ConfigError,
  CrossbarError,
  joules,
  LimitError,
  LinkError,
  ohms,
  seconds,
  siemens,
  systemClock,
  volts,
  type Amperes,
  type AnalogPath,
  type Board,
  type BoardIdentity,
  type BoardLimits,
  type BoardState,
  type BoardStatus,
  type BoardTicks,
  type Clock,
  type Crossbar,
  type CrossbarErrorCode,
  type DeviceProfile,
  type GroundingProof,
  type Joules,
  type LimitDetails,
  type LinkHealth,
  type LowerableLimits,
  type Ohms,
  type PlanOutcome,
  type PlanRecord,
  type PlanResult,
  type PlanVerdict,
  type PulsePlan,
  type Reading,
  type Seconds,
  type Shape,
  type Siemens,
  type StateCause,
  type StimulusJournal,
  type StimulusLedger,
  type Volts,
} from './core/index.js';

// boards: by address, in-process twins included
export { openAnyBoard as openBoard, type TwinWishes } from './cli/index.js';
export {
  createTwin,
  parseBoardFile,
  parseChipFile,
  serveTwinPty,
  serveTwinTcp,
  serveTwinUnix,
  type BoardDescription,
  type BoardImperfections,
  type Twin,
  type TwinOptions,
} from './twin/index.js';

// pulses: what an array is to see, as a timeline in volts and seconds
export {
  backwardRead,
  cellPulse,
  cellRead,
  encodeQuarterPeriods,
  forwardRead,
  hold,
  parallel,
  pulseTrain,
  repeat,
  rest,
  sequential,
  staircaseSweep,
  triangularSweep,
  updateTimeline,
  voltageSweep,
  waveformCsv,
  type Hold,
  type LineDrive,
  type QuarterPeriodScale,
  type QuarterPeriodUpdate,
  type SelectScheme,
  type Timeline,
} from './pulse/index.js';

// fitted to a board, judged, drawn
export {
  assertWithin,
  boardLimitsOf,
  chipLimits,
  compensateUpdate,
  compileTimeline,
  compileUpdate,
  deviceProfile,
  joinTileSamples,
  measurePlan,
  planCsv,
  planJson,
  planMargins,
  planSvg,
  planUpdate,
  planVcd,
  statedLimits,
  StressCounter,
  tiledCrossbar,
  tileGrid,
  tightestLimits,
  tilePlan,
  timelineTicks,
  UpdateCompiler,
  type CompiledTimeline,
  type CompiledUpdate,
  type PlanMargins,
  type PlanMeasures,
} from './pulse/index.js';
export { planNetlist, predictPlan, type CellTrace, type PlanPrediction } from './twin/index.js';

// and run, each plan at most once
export {
  schedule,
  type BlockWaveform,
  type Grounded,
  type OfPlan,
  type PlanEnd,
  type PlanFailure,
  type PlanSource,
  type PulseEvent,
  type ScheduledPlan,
  type ScheduleOptions,
} from './pulse/index.js';

// closed loops on the array
export { measureSlopes, readConductances, writeRows, type UpdateSlopes, type WriteReport } from './verify/index.js';

// training in situ
export {
  csvDataSet,
  irisDataSet,
  recipeSchema,
  train,
  type DataSet,
  type Recipe,
  type TrainingEnd,
  type TrainingEvent,
  type TrainingJob,
} from './training/index.js';

// what runs leave behind
export { openRun, verifyRun, type RunSummary } from './runs/index.js';
