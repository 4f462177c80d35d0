import {
  ConfigError,
  formatShape,
  randomStream,
  type BoardLimits,
  type ByteLink,
  type Shape,
} from '../../core/index.js';
import { BODY_OVERHEAD, encodeIdentityDocument, type IdentityDocument } from '../../protocols/index.js';
import { buildChip, type Chip, type ChipDescription } from '../chip/index.js';
import { BoardEmulator } from './board-emulator.js';
import { boardLimits } from './board-limits.js';
import { defaultAdc } from './converters.js';
import { EdgeLedger } from './edge-ledger.js';
import { openNonvolatileFile } from './nonvolatile-file.js';
import { PlanStore } from './plan-store.js';
import { RetainedMemory } from './retained-memory.js';
import { TickClock } from './tick-clock.js';

/** Where a board differs from the usual one for its chip. */
export interface BoardOverrides extends Partial<BoardLimits> {
  readonly adcBits?: number;
  readonly adcFullScaleAmperes?: number;
  /** Largest body the board takes, bytes. */
  readonly maxBody?: number;
  readonly serialNumber?: string;
  /** Where two boots of one twin must differ without a state file: any number but 0. */
  readonly bootNonce?: number;
}

export interface TwinOptions {
  readonly chip: ChipDescription;
  /** Used where the chip's description fixes no arrays. */
  readonly arrays: readonly Shape[];
  /** Everything random comes from here. */
  readonly seed: number;
  /** Where the cells and the retained memory are kept over the death of the process. */
  readonly stateFile?: string;
  readonly board?: BoardOverrides;
}

/** A board with a chip on it, in software. It speaks the bytes of firmware-spec/protocol.md and nothing else. */
export interface Twin extends ByteLink {
  readonly identity: IdentityDocument;
  /** For tests: how often each serial made edges. */
  readonly ledger: EdgeLedger;
  /** For tests: the cells behind the pins. */
  readonly chip: Chip;
  /** Lets go of the state file. Idempotent. */
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

/** Never 0, which stands for no session. */
const drawNonce = (seed: number, boots: number): number =>
  1 + Math.floor(randomStream(seed, `board/boot/${boots}`).uniform() * 0xffffffff);

/**
 * Makes a board with a chip, powered up and silent. The same options always give the same board, answer by answer.
 *
 * @throws ConfigError `bad-config` where the options contradict each other, the chip or the state file
 */
export function createTwin(options: TwinOptions): Twin {
  const { chip: description, seed, board = {} } = options;
  const { adcBits, adcFullScaleAmperes, maxBody, serialNumber, bootNonce, ...limitOverrides } = board;
  const chip = buildChip(description, description.arrays ?? options.arrays, seed);
  const shapes = chip.arrays.map(({ shape }) => shape);
  if (shapes.length === 0) {
    throw new ConfigError('bad-config', 'A board needs at least one array, got none. Give a shape, such as 5x8.');
  }
  const usual = defaultAdc(description);
  const identity: IdentityDocument = {
    schema: 1,
    identity: {
      vendor: 'quarterwave',
      model: 'software twin',
      serialNumber: serialNumber ?? `TWIN-${seed}`,
      firmware: '0.1.0',
      chip: description.device,
    },
    limits: boardLimits(description, limitOverrides),
    adc: { bits: adcBits ?? usual.bits, fullScaleAmperes: adcFullScaleAmperes ?? usual.fullScaleAmperes },
    arrays: shapes,
    measuresEnergy: true,
  };
  const bodyLimit = chooseMaxBody(shapes, maxBody);
  const nonvolatile = options.stateFile === undefined ? undefined : openNonvolatileFile(options.stateFile, chip, seed);
  const records = nonvolatile?.records ?? [];
  const ledger = new EdgeLedger();
  const emulator = new BoardEmulator({
    parts: {
      chip,
      shapes,
      limits: identity.limits,
      adc: identity.adc,
      identityDocument: encodeIdentityDocument(identity),
      clock: new TickClock(Math.max(0, ...records.map(({ startTick, durationTicks }) => startTick + durationTicks))),
      plans: new PlanStore(identity.limits.maxPlanBytes),
      retained: new RetainedMemory(records),
      nonvolatile,
      ledger,
      state: 'safe',
    },
    identity: identity.identity,
    bootNonce: bootNonce ?? drawNonce(seed, nonvolatile?.boots ?? 0),
    maxBody: bodyLimit,
  });
  return Object.assign(emulator, { identity, ledger, chip, close: () => nonvolatile?.close() });
}
