import {
  amperes,
  ConfigError,
  formatShape,
  ohms,
  seconds,
  siemens,
  volts,
  type AnalogPath,
  type Board,
  type BoardLimits,
  type DeviceProfile,
  type Shape,
} from '../../core/index.js';
import { deviceProfile } from '../../pulse/index.js';
import { profileOf } from '../chip-choice.js';
import type { PlanFile } from './read-plan-file.js';

/** What a plan is fitted to: an array of a board, or of a board on paper that can do everything. */
export interface PlanTarget {
  readonly array: number;
  readonly shape: Shape;
  readonly limits: BoardLimits;
  readonly analog: AnalogPath;
  readonly profile: DeviceProfile;
  /** Whether a real board's limits are meant; a board on paper has none of its own. */
  readonly isBoard: boolean;
}

/** Steps of a nanosecond and of two nanovolts, finer than any board's. */
const PAPER_BITS = 31;
const PAPER_FULL_SCALE_VOLTS = 2;
const PAPER_READ_SECONDS = 10e-6;
const PAPER_GATE_VOLTS = 10;

function paperLimits(file: PlanFile, profile: DeviceProfile): BoardLimits {
  // gates need a wider DAC; only files that have gates pay for it with larger steps
  const fullScale = file.gates ? PAPER_GATE_VOLTS : PAPER_FULL_SCALE_VOLTS;
  return {
    tickSeconds: seconds(1e-9),
    dacBits: PAPER_BITS,
    dacFullScaleVolts: volts(fullScale),
    maxRowVolts: volts(fullScale),
    maxGateVolts: volts(file.gates ? PAPER_GATE_VOLTS : 0),
    maxReadVolts: volts(Math.min(profile.positiveThreshold, -profile.negativeThreshold)),
    maxBlockTicks: 0xffffffff,
    edgeTicks: 1,
    settleTicks: 0,
    openTicks: 0,
    drivesColumns: true,
    floatsRows: true,
    maxSamples: 2 ** 31,
    maxOutputTicks: Number.MAX_SAFE_INTEGER,
    maxPlanBytes: Number.MAX_SAFE_INTEGER,
    maxPlans: 2,
    readSeconds: seconds(PAPER_READ_SECONDS),
    referenceSiemens: siemens(file.referenceSiemens ?? (profile.linearRange.min + profile.linearRange.max) / 2),
  };
}

function missing(path: string, what: string): ConfigError {
  return new ConfigError('bad-config', `${path}: ${what}: is missing. Give it, or name a board with --board.`, {
    file: path,
  });
}

/** Without a board: nothing is rounded, and nothing is refused that some board could do. */
export function paperTarget(file: PlanFile): PlanTarget {
  if (file.device === undefined) throw missing(file.path, 'device');
  if (file.rows === undefined) throw missing(file.path, 'rows');
  if (file.columns === undefined) throw missing(file.path, 'columns');
  const profile = deviceProfile(file.device);
  return {
    array: file.array,
    shape: { rows: file.rows, columns: file.columns },
    limits: paperLimits(file, profile),
    analog: {
      switchOnOhms: ohms(file.switchOnOhms),
      driverOhms: ohms(file.driverOhms),
      segmentOhms: ohms(file.segmentOhms),
      senseFullScaleAmperes: amperes(Infinity),
    },
    profile,
    isBoard: false,
  };
}

/** What to make a twin of, where the board is one: the array and the device that the file is for. */
export function twinFor(
  { rows, columns, device }: PlanFile,
  chip: string | undefined,
  seed?: number,
): { readonly chip: string | undefined; readonly seed: number | undefined; readonly arrays?: readonly Shape[] } {
  const arrays = rows === undefined || columns === undefined ? {} : { arrays: [{ rows, columns }] };
  return { chip: chip ?? device, seed, ...arrays };
}

/** @throws ConfigError where the board has no such array, or holds another device than the file is for */
export function boardTarget(file: PlanFile, board: Board): PlanTarget {
  const crossbar = board.crossbars[file.array];
  if (crossbar === undefined) {
    throw new ConfigError(
      'bad-config',
      `${file.path}: array: ${board.uri} has ${board.crossbars.length} arrays, counted from 0; it is ${file.array}. ` +
        'Correct the file.',
      { file: file.path },
    );
  }
  const { shape } = crossbar;
  const wanted = { rows: file.rows ?? shape.rows, columns: file.columns ?? shape.columns };
  if (wanted.rows !== shape.rows || wanted.columns !== shape.columns) {
    throw new ConfigError(
      'bad-config',
      `${file.path} is for ${formatShape(wanted)}, and array ${file.array} of ${board.uri} is ${formatShape(shape)}. ` +
        'Leave rows and columns out, or name another array.',
      { file: file.path },
    );
  }
  const profile = profileOf(board.identity, file.device);
  return { array: file.array, shape, limits: crossbar.limits, analog: crossbar.analog, profile, isBoard: true };
}
