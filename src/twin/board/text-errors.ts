/** An entry of the error queue: SCPI's numbers are negative, those of the dictionary positive. */
export interface QueuedError {
  readonly code: number;
  /** Printable ASCII without a double quote, at most {@link MAX_TEXT_LENGTH} characters. */
  readonly text: string;
}

/** Oldest first. */
export type ErrorQueue = readonly QueuedError[];

/** Errors that are held; SCPI-99 volume 2, 21.8 wants at least 2. */
export const ERROR_QUEUE_LENGTH = 16;
/** Leaves room for the number and the quotes on a line of 255. */
const MAX_TEXT_LENGTH = 240;

export const NO_ERROR: QueuedError = { code: 0, text: 'No error' };

/** What the text side itself can find wrong, as SCPI-99 volume 2, 21.8 numbers it. */
export const SCPI_ERRORS = {
  dataType: { code: -104, text: 'Data type error' },
  parameterNotAllowed: { code: -108, text: 'Parameter not allowed' },
  missingParameter: { code: -109, text: 'Missing parameter' },
  undefinedHeader: { code: -113, text: 'Undefined header' },
  dataOutOfRange: { code: -222, text: 'Data out of range' },
  queueOverflow: { code: -350, text: 'Queue overflow' },
  queryDeadlocked: { code: -430, text: 'Query DEADLOCKED' },
} as const satisfies Record<string, QueuedError>;

/** Appends the error; where there is no room the newest entry gives way to "Queue overflow". */
export const pushError = (queue: ErrorQueue, error: QueuedError): ErrorQueue =>
  queue.length < ERROR_QUEUE_LENGTH
    ? [...queue, error]
    : [...queue.slice(0, ERROR_QUEUE_LENGTH - 1), SCPI_ERRORS.queueOverflow];

/** A refusal of the dictionary as the queue holds it: its name, a semicolon and what was said about this one. */
export function deviceError(code: number, name: string, detail: string): QueuedError {
  const text = `${name};${detail}`.replaceAll('"', "'").replaceAll(/[^\x20-\x7e]/g, '?');
  return { code, text: text.slice(0, MAX_TEXT_LENGTH) };
}

/** As `SYST:ERR?` answers it. */
export const formatError = ({ code, text }: QueuedError): string => `${code},"${text}"`;
