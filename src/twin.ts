/**
 * quarterwave/twin: the simulated board and chip alone, for programs that test a firmware's host, a rig or a training of
 * their own against it. Everything a program may use is listed here; what is not listed may change at any time.
 */

// what goes wrong, and what time is
export {
  ConfigError,
  CrossbarError,
  systemClock,
  type BoardLimits,
  type ByteLink,
  type Clock,
  type CrossbarErrorCode,
  type Shape,
} from './core/index.js';

// chips: a published device without imperfections, or what a chip file says
export {
  builtInChip,
  builtInChipNames,
  buildChip,
  parseChipFile,
  type Chip,
  type ChipArray,
  type ChipDescription,
} from './twin/index.js';

// boards with such a chip, in this process
export {
  backgroundClock,
  createTwin,
  parseBoardFile,
  TIMING_PROFILES,
  type BoardDescription,
  type BoardImperfections,
  type BoardOverrides,
  type EdgeLedger,
  type FaultCause,
  type Pace,
  type TimingProfile,
  type Twin,
  type TwinOptions,
} from './twin/index.js';

// and offered to any other
export { serveTwinPty, serveTwinTcp, serveTwinUnix } from './twin/index.js';
