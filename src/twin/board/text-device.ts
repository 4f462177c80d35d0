import { MICROVOLTS_PER_VOLT, type BoardIdentity, type BoardLimits, type Shape } from '../../core/index.js';
import {
  DICTIONARY_CRC,
  PROTOCOL_MAJOR,
  type AdcRange,
  type GroundReply,
  type StateName,
} from '../../protocols/index.js';
import type { Board } from './board.js';
import { ground } from './ground-behaviour.js';

/** What the text side can reach of a board: no chip, no plans, no engine, so that no line can move a cell. */
export interface TextDevice {
  readonly identity: BoardIdentity;
  readonly shapes: readonly Shape[];
  readonly adc: AdcRange;
  /** Largest body the board takes, bytes. */
  readonly maxBody: number;
  limits(): BoardLimits;
  state(): StateName;
  lastSerial(): number;
  boardTicks(): number;
  /** Grounds the outputs for whoever asks by a line. */
  abort(): GroundReply;
}

export const textDeviceOf = (board: Board): TextDevice => ({
  identity: board.plate.identity.identity,
  shapes: board.shapes,
  adc: board.adc,
  maxBody: board.maxBody,
  limits: () => board.plate.limits,
  state: () => board.safety.state,
  lastSerial: () => board.retained.lastSerial,
  boardTicks: () => board.ticks.now,
  abort: () => ground(board, 'abort'),
});

/** Four of them and three commas stay below the longest line. */
const MAX_IDENTITY_FIELD = 60;

/** IEEE 488.2 section 10.14: neither comma nor semicolon in a field, and ASCII only. */
const identityField = (text: string): string =>
  text.replaceAll(/[^\x20-\x7e]|[,;]/g, '_').slice(0, MAX_IDENTITY_FIELD) || '0';

/** `*IDN?` */
export const formatIdentity = ({ vendor, model, serialNumber, firmware }: BoardIdentity): string =>
  [vendor, model, serialNumber, firmware].map(identityField).join(',');

const inMicro = (value: number): number => Math.round(value * MICROVOLTS_PER_VOLT);
/** Six digits are enough for a summary: the identity document has them all. */
const brief = (value: number): string => Number(value.toPrecision(6)).toExponential();

const voltages = ({ dacFullScaleVolts, maxRowVolts, maxReadVolts }: BoardLimits): readonly string[] => [
  `DAC_UV=${inMicro(dacFullScaleVolts)}`,
  `ROW_UV=${inMicro(maxRowVolts)}`,
  `READ_UV=${inMicro(maxReadVolts)}`,
];

/** `SYST:CAP?`: what the board can do, on one line. ROWS and COLUMNS are those of the largest arrays. */
export function formatCapabilities(device: TextDevice): string {
  const { shapes, adc, maxBody } = device;
  const limits = device.limits();
  return [
    `MAJOR=${PROTOCOL_MAJOR}`,
    `DICTIONARY=${DICTIONARY_CRC.toString(16).padStart(8, '0').toUpperCase()}`,
    `BODY=${maxBody}`,
    `PLAN=${limits.maxPlanBytes}`,
    `ARRAYS=${shapes.length}`,
    `ROWS=${Math.max(...shapes.map(({ rows }) => rows))}`,
    `COLUMNS=${Math.max(...shapes.map(({ columns }) => columns))}`,
    `TICK_S=${brief(limits.tickSeconds)}`,
    `BLOCK_TICKS=${limits.maxBlockTicks}`,
    `DAC_BITS=${limits.dacBits}`,
    ...voltages(limits),
    `ADC_BITS=${adc.bits}`,
    `ADC_A=${brief(adc.fullScaleAmperes)}`,
    `EDGE_TICKS=${limits.edgeTicks}`,
    `OUTPUT_TICKS=${limits.maxOutputTicks}`,
  ].join(',');
}
