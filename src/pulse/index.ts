export { compileUpdate, planUpdate, type CompiledUpdate } from './compile-update.js';
export { deviceProfile, safeReadVolts, smallerThreshold } from './device-profiles.js';
export type { PlanSource } from './plan-source.js';
export type { PulseEvent, QuarterWaveform } from './pulse-event.js';
export {
  encodeQuarterPeriods,
  QUARTERS,
  rowVoltsOf,
  type QuarterPeriodScale,
  type QuarterPeriodUpdate,
} from './quarter-period.js';
export { updateCsv } from './renderers/update-csv.js';
export { updateJson } from './renderers/update-json.js';
export { updateSvg } from './renderers/update-svg.js';
export { schedule, type ScheduleOptions } from './schedule.js';
export { assertNoSneakDisturb } from './sneak-path.js';
