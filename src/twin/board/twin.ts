import {
  ConfigError,
  formatShape,
  ohms,
  randomStream,
  type BoardLimits,
  type ByteLink,
  type Clock,
  type Shape,
} from '../../core/index.js';
import { BODY_OVERHEAD, type IdentityDocument } from '../../protocols/index.js';
import { buildChip, type Chip, type ChipDescription } from '../chip/index.js';
import { analogSide, type BoardImperfections } from './analog/index.js';
import { BoardEmulator, type Boot } from './board-emulator.js';
import { boardLimits } from './board-limits.js';
import type { BoardOverrides } from './board-overrides.js';
import { ChipTime } from './chip-time.js';
import { defaultAdc } from './converters.js';
import { EdgeLedger } from './edge-ledger.js';
import { neverLowered } from './lowered-limits.js';
import { openNonvolatileFile } from './nonvolatile-file.js';
import { Outputs, type GroundingStep } from './outputs.js';
import { RatingPlate } from './rating-plate.js';
import type { ResetStep } from './reset-step.js';
import { RetainedMemory } from './retained-memory.js';
import type { FaultCause } from './safety-state.js';
import { PacedTicks, SteppedTicks } from './tick-clock.js';

export interface TwinOptions {
  readonly chip: ChipDescription;
  /** Used where the chip's description fixes no arrays. */
  readonly arrays: readonly Shape[];
  /** Everything random comes from here. */
  readonly seed: number;
  /** Where the cells and the retained memory are kept over the death of the process. */
  readonly stateFile?: string;
  readonly board?: BoardOverrides;
  /** What it does worse than it says of itself; without them its converters only round and its switches are there at once. */
  readonly imperfections?: BoardImperfections;
  /** Without one the board has no idea of time: it grants no lease and drops no unfinished frame. */
  readonly clock?: Clock;
  /**
   * How long a plan takes: `instant`, the default, is no time at all, and the board's ticks move by what it does; in
   * `real-time` plans take their duration and ticks follow the clock.
   */
  readonly pace?: Pace;
  /** For tests: asked at every step of a firing whether the board is to be reset there and then. */
  readonly resetAt?: (step: ResetStep) => boolean;
}

export type Pace = 'instant' | 'real-time';

/** A board with a chip on it, in software. It speaks the bytes of firmware-spec/protocol.md and nothing else. */
export interface Twin extends ByteLink {
  /** As it is in force: `lower` changes its limits. */
  readonly identity: IdentityDocument;
  /** For tests: what each serial really did. */
  readonly ledger: EdgeLedger;
  /** For tests: the cells behind the pins. */
  readonly chip: Chip;
  /** For tests: the last groundings step by step, oldest first. */
  readonly groundings: readonly GroundingStep[];
  /**
   * A watchdog reset or a power cycle: outputs are grounded, plans, session and token are lost, and a plan under way is
   * cut off where it stands. Cells and retained memory stay, and what is wrong with the board stays wrong.
   */
  reset(): void;
  /** Makes something go wrong with the board, which latches a fault. */
  trip(cause: FaultCause): void;
  /** Sets right what went wrong; the fault stays until it is cleared. */
  mend(): void;
  /** Stops its timers and lets go of the state file. Idempotent. */
  close(): void;
}

const DEFAULT_MAX_BODY = 16_384;
const MAX_MAX_BODY = 0xffff;
/** What a read's reply has beside its codes, with room to grow. */
const READ_OVERHEAD = BODY_OVERHEAD + 44;

function chooseMaxBody(shapes: readonly Shape[], wanted: number | undefined): number {
  const longestLine = Math.max(...shapes.map(({ rows, columns }) => Math.max(rows, columns)));
  const needed = 4 * longestLine + READ_OVERHEAD;
  const maxBody = wanted ?? Math.max(DEFAULT_MAX_BODY, needed);
  if (Number.isInteger(maxBody) && needed <= maxBody && maxBody <= MAX_MAX_BODY) return maxBody;
  const largest = shapes.map(formatShape).join(', ');
  throw new ConfigError(
    'bad-config',
    `A board with arrays ${largest} needs bodies of ${needed} bytes, asked for ${maxBody}, at most ${MAX_MAX_BODY}. ` +
      'Use smaller arrays, or set maxBody between the two.',
  );
}

/** A u32 that is never 0, which stands for nothing everywhere. */
const toNonzero = (uniform: number): number => 1 + Math.floor(uniform * 0xffffffff);

/** What the boots of a twin draw; `bootNonce` is that of the boot after `bootsBefore`. */
function drawingBoots(seed: number, bootsBefore: number, bootNonce: number | undefined): (boots: number) => Boot {
  const twin = bootNonce === undefined ? 'board' : `board/${bootNonce}`;
  return (boots) => {
    const nonce = toNonzero(randomStream(seed, `${twin}/boot/${boots}`).uniform());
    const drawn = randomStream(seed, `${twin}/draw/${boots}`);
    return {
      bootNonce: bootNonce !== undefined && boots === bootsBefore ? bootNonce : nonce,
      draw: () => toNonzero(drawn.uniform()),
    };
  };
}

function pacedTicks({ clock, pace }: TwinOptions, start: number, limits: BoardLimits): PacedTicks | undefined {
  if (pace !== 'real-time') return undefined;
  if (clock !== undefined) return new PacedTicks(start, clock, limits.tickSeconds);
  throw new ConfigError('bad-config', 'A twin in real time needs a clock. Give it one, or let its plans be instant.');
}

/**
 * Makes a board with a chip, powered up and silent. The same options always give the same board, answer by answer.
 *
 * @throws ConfigError `bad-config` where the options contradict each other, the chip or the state file
 */
export function createTwin(options: TwinOptions): Twin {
  const { chip: description, seed, board = {}, imperfections = {}, stateFile, clock, resetAt } = options;
  const { adcBits, adcFullScaleAmperes, maxBody: wantedBody, serialNumber, bootNonce, ...limitOverrides } = board;
  const chip = buildChip(description, description.arrays ?? options.arrays, seed);
  const shapes = chip.arrays.map(({ shape }) => shape);
  if (shapes.length === 0) {
    throw new ConfigError('bad-config', 'A board needs at least one array, got none. Give a shape, such as 5x8.');
  }
  const usual = defaultAdc(description);
  const identity: IdentityDocument = {
    schema: 2,
    identity: {
      vendor: 'quarterwave',
      model: 'software twin',
      serialNumber: serialNumber ?? `TWIN-${seed}`,
      firmware: '0.1.0',
      chip: description.device,
    },
    limits: boardLimits(description, limitOverrides, imperfections.dac),
    adc: { bits: adcBits ?? usual.bits, fullScaleAmperes: adcFullScaleAmperes ?? usual.fullScaleAmperes },
    analog: {
      switchOnOhms: description.switchOnOhms,
      driverOhms: description.driver?.ohms ?? ohms(0),
      segmentOhms: ohms(Math.max(description.wires?.rowSegmentOhms ?? 0, description.wires?.columnSegmentOhms ?? 0)),
    },
    arrays: shapes,
    measuresEnergy: true,
  };
  const maxBody = chooseMaxBody(shapes, wantedBody);
  const chipTime = new ChipTime(chip, identity.limits.tickSeconds);
  const nonvolatile = stateFile === undefined ? undefined : openNonvolatileFile(stateFile, chip, chipTime, seed);
  const records = nonvolatile?.records ?? [];
  const startTick = Math.max(0, ...records.map(({ startTick, durationTicks }) => startTick + durationTicks));
  const paced = pacedTicks(options, startTick, identity.limits);
  const { frontEnds, readBack } = analogSide({ chip, imperfections, limits: identity.limits, adc: identity.adc, seed });
  const ticks = paced ?? new SteppedTicks(startTick);
  return new BoardEmulator({
    hardware: {
      chip,
      chipTime,
      shapes,
      adc: identity.adc,
      frontEnds,
      plate: new RatingPlate(identity, nonvolatile?.lowered ?? neverLowered),
      outputs: new Outputs(ticks, readBack),
      retained: new RetainedMemory(records),
      nonvolatile,
      ledger: new EdgeLedger(),
      ticks,
      paced,
      clock,
      interlock: { tripped: undefined },
      maxBody,
    },
    drawBoot: drawingBoots(seed, nonvolatile?.boots ?? 0, bootNonce),
    resetAt,
  });
}
