import type { BoardIdentity, BoardLimits } from '../../core/index.js';
import { DICTIONARY_CRC, PROTOCOL_MAJOR } from '../../protocols/index.js';
import type { Board } from './board.js';

/** What the text side can reach of a board: no chip, no plans, no ledger, so that no line can move a cell. */
interface TextBoard extends Pick<Board, 'state' | 'clock' | 'shapes' | 'limits' | 'adc'> {
  readonly retained: { readonly lastSerial: number };
}

/** The board behind the text side. */
export interface TextDevice {
  readonly board: TextBoard;
  readonly identity: BoardIdentity;
  /** Largest body the board takes, bytes. */
  readonly maxBody: number;
}

/** Four of them and three commas stay below the longest line. */
const MAX_IDENTITY_FIELD = 60;

/** IEEE 488.2 section 10.14: neither comma nor semicolon in a field, and ASCII only. */
const identityField = (text: string): string =>
  text.replaceAll(/[^\x20-\x7e]|[,;]/g, '_').slice(0, MAX_IDENTITY_FIELD) || '0';

/** `*IDN?` */
export const formatIdentity = ({ vendor, model, serialNumber, firmware }: BoardIdentity): string =>
  [vendor, model, serialNumber, firmware].map(identityField).join(',');

const inMicro = (value: number): number => Math.round(value * 1e6);
/** Six digits are enough for a summary: the identity document has them all. */
const brief = (value: number): string => Number(value.toPrecision(6)).toExponential();

const voltages = ({ dacFullScaleVolts, maxRowVolts, maxReadVolts }: BoardLimits): readonly string[] => [
  `DAC_UV=${inMicro(dacFullScaleVolts)}`,
  `ROW_UV=${inMicro(maxRowVolts)}`,
  `READ_UV=${inMicro(maxReadVolts)}`,
];

/** `SYST:CAP?`: what the board can do, on one line. ROWS and COLUMNS are those of the largest arrays. */
export function formatCapabilities({ board, maxBody }: TextDevice): string {
  const { shapes, limits, adc } = board;
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
  ].join(',');
}
