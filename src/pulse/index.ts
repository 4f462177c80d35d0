export { compileUpdate, planUpdate, type CompiledUpdate } from './compile-update.js';
export { backwardRead, forwardRead } from './kinds/array-read.js';
export {
  cellPulse,
  pulseTrain,
  type CellPulseOptions,
  type PulseOperation,
  type PulseTrainOptions,
} from './kinds/cell-pulse.js';
export { cellRead, type CellReadOptions } from './kinds/cell-read.js';
export type { Cell, SelectScheme } from './kinds/select-scheme.js';
export { updateTimeline } from './kinds/update-timeline.js';
export { staircaseSweep, triangularSweep, voltageSweep, type SweepOptions } from './kinds/voltage-sweep.js';
export { waveformCsv } from './kinds/waveform-csv.js';
export {
  compileTimeline,
  timelineTicks,
  type CompiledTimeline,
  type CompileReport,
} from './timeline/compile-timeline.js';
export { tileGrid, type Tile, type TileArray, type TileGrid } from './tiling/tile-grid.js';
export { joinTileSamples, tilePlan, type TilePlan } from './tiling/tile-plan.js';
export { tiledCrossbar, type TiledCrossbar, type TiledReading } from './tiling/tiled-crossbar.js';
export type { Rounding } from './timeline/rounding.js';
export {
  hold,
  parallel,
  repeat,
  rest,
  sequential,
  type ByLine,
  type ColumnWindow,
  type Hold,
  type LevelAndOver,
  type LineDrive,
  type Timeline,
} from './timeline/timeline.js';
export { deviceProfile, safeReadVolts, smallerThreshold } from './device-profiles.js';
export type { PlanSource } from './plan-source.js';
export type {
  BlockWaveform,
  Grounded,
  OfPlan,
  PlanEnd,
  PlanFailure,
  PulseEvent,
  ScheduledPlan,
} from './pulse-event.js';
export { encodeQuarterPeriods, QUARTERS, type QuarterPeriodScale, type QuarterPeriodUpdate } from './quarter-period.js';
export type { Measure, MeasurePlace } from './limits/maxima.js';
export type { MeasureOptions } from './limits/measure-plan.js';
export type { LimitSource, PlanLimit } from './limits/plan-limit.js';
export type { LimitRow } from './limits/tightest-limits.js';
export type { DisturbMargin, OverdriveMargin } from './margins/cell-margins.js';
export {
  compensateUpdate,
  type ColumnLoads,
  type Compensation,
  type CompensationOptions,
} from './margins/compensate-update.js';
export type { MarginFinding, MarginVerdict } from './margins/judge-margins.js';
export type { MarginOptions, MarginSet } from './margins/margin-set.js';
export type { SenseMargin } from './margins/sense-margins.js';
export type { CellWaveform } from './renderers/cell-waveform.js';
export { cellsCsv, planCsv } from './renderers/plan-csv.js';
export { planJson, type PlanJson } from './renderers/plan-json.js';
export { planSvg, type PlanSvgOptions } from './renderers/plan-svg.js';
export { planVcd } from './renderers/plan-vcd.js';
export { StressCounter } from './stress/stress-counter.js';
export { schedule } from './schedule.js';
export type { ScheduleOptions } from './schedule/schedule-options.js';
export { assertWithin, describeLimit, formatPlanQuantity } from './limits/assert-within.js';
export { boardLimitsOf, chipLimits, statedLimits } from './limits/limit-sources.js';
export { measurePlan } from './limits/measure-plan.js';
export type { PlanMeasures } from './limits/maxima.js';
export { PLAN_QUANTITIES, type LimitPermission, type PlanQuantity } from './limits/plan-limit.js';
export { tightestLimits, type LimitTable } from './limits/tightest-limits.js';
export { planMargins, type PlanMargins } from './margins/plan-margins.js';
export { UpdateCompiler } from './update-compiler.js';
