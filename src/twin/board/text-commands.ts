import { formatCapabilities, formatIdentity, type TextDevice } from './text-device.js';
import { formatError } from './text-errors.js';
import { headerPattern } from './text-header.js';
import type { IntegerRange } from './text-line-parser.js';
import { clearedStatus, EVENT_BITS, statusByte, takeError, withEvent, withServiceMask } from './text-status.js';
import type { StatusModel } from './text-status.js';

/** The status after a command and its answer, undefined for none. */
type Outcome = readonly [StatusModel, (string | number)?];

interface TextCommand {
  /** As SCPI writes it: capitals are the short form, brackets may be left out. */
  readonly header: string;
  /** Of the one number the command takes; left out where it takes none. */
  readonly range?: IntegerRange;
  /** Done whatever stands behind it: nobody in a hurry is to be refused for a slip of the hand. */
  readonly heedless?: true;
  readonly run: (status: StatusModel, value: number, device: TextDevice) => Outcome;
}

const REGISTER: IntegerRange = { least: 0, most: 255 };

/** Everything a person at a terminal can say. Nothing here can move a cell. */
export const TEXT_COMMANDS: readonly TextCommand[] = [
  { header: '*IDN?', run: (status, _, { identity }) => [status, formatIdentity(identity)] },
  { header: '*CLS', run: (status) => [clearedStatus(status)] },
  { header: '*STB?', run: (status) => [status, statusByte(status)] },
  { header: '*ESR?', run: (status) => [{ ...status, events: 0 }, status.events] },
  { header: '*ESE', range: REGISTER, run: (status, eventMask) => [{ ...status, eventMask }] },
  { header: '*ESE?', run: (status) => [status, status.eventMask] },
  { header: '*SRE', range: REGISTER, run: (status, mask) => [withServiceMask(status, mask)] },
  { header: '*SRE?', run: (status) => [status, status.serviceMask] },
  // every command is complete before the next is looked at
  { header: '*OPC', run: (status) => [withEvent(status, EVENT_BITS.operationComplete)] },
  { header: '*OPC?', run: (status) => [status, 1] },
  {
    header: 'SYSTem:ERRor[:NEXT]?',
    run: (status) => {
      const [rest, error] = takeError(status);
      return [rest, formatError(error)];
    },
  },
  { header: 'SYSTem:ERRor:COUNt?', run: (status) => [status, status.errors.length] },
  { header: 'SYSTem:CAPability?', run: (status, _, device) => [status, formatCapabilities(device)] },
  {
    header: 'STATe?',
    run: (status, _, device) => [status, `STAT ${device.state()} ${device.lastSerial()} ${device.boardTicks()}`],
  },
  {
    // no query, yet it answers: whoever aborts must see that the outputs are grounded
    header: 'ABORt',
    heedless: true,
    run: (status, _, device) => {
      const { grounded, residualMicrovolts, boardTicks } = device.abort();
      return [status, `GROUNDED ${grounded} ${residualMicrovolts} ${boardTicks}`];
    },
  },
];

const PATTERNS = TEXT_COMMANDS.map((command) => ({ command, pattern: headerPattern(command.header) }));

/** The command under a full header, without a colon before it. */
export const findTextCommand = (header: string): TextCommand | undefined =>
  PATTERNS.find(({ pattern }) => pattern.test(header))?.command;
