/** Every way a call into quarterwave can fail. The text is for people; programs branch on the code. */
export type CrossbarErrorCode =
  // what the user gave
  | 'bad-config'
  | 'bad-data'
  | 'bad-argument'
  // finding and keeping the board
  | 'board-not-found'
  | 'board-busy'
  | 'port-in-use'
  | 'link-lost'
  | 'link-timeout'
  | 'protocol-mismatch'
  | 'board-rejected'
  // never to be passed
  | 'limit-exceeded'
  | 'grounding-failed'
  // the outcome of work
  | 'acceptance-not-met'
  | 'state-in-doubt'
  | 'run-damaged'
  | 'interrupted';

export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The one error type of the package. Its message says what happened, the values with their units, and what to do next.
 */
export class CrossbarError extends Error {
  override readonly name: string = 'CrossbarError';
  readonly code: CrossbarErrorCode;
  readonly details: ErrorDetails;

  constructor(code: CrossbarErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/** The user's file, flag or data is wrong; nothing was sent to a board. */
export class ConfigError extends CrossbarError {
  override readonly name = 'ConfigError';
  declare readonly code: 'bad-config' | 'bad-data' | 'bad-argument';

  constructor(
    code: 'bad-config' | 'bad-data' | 'bad-argument',
    message: string,
    details: ErrorDetails = {},
    cause?: unknown,
  ) {
    super(code, message, details, cause);
  }
}

/** What a limit bounds, in the field's words. */
export type LimitedQuantity =
  | 'row-volts'
  | 'read-volts'
  | 'sneak-volts'
  | 'overdrive-volts'
  | 'column-volts'
  | 'set-volts'
  | 'reset-volts'
  | 'line-amperes'
  | 'cell-amperes'
  | 'pulse-seconds'
  | 'cell-joules'
  | 'slew'
  | 'window-seconds'
  | 'quarter-seconds'
  | 'edge-seconds'
  | 'output-seconds'
  | 'guard-seconds'
  | 'sample-seconds'
  | 'samples'
  | 'gate-volts'
  | 'reference-volts'
  | 'gates'
  | 'driven-columns'
  | 'floating-rows'
  | 'sensed-lines'
  | 'array-shape'
  | 'plan-bytes'
  | 'cell-pulses';

export interface LimitDetails {
  readonly quantity: LimitedQuantity;
  readonly measured: number;
  readonly limit: number;
  readonly unit: string;
  /** Where: `array 0 row W02 block 1`; blocks count from 1 here. */
  readonly where: string;
  readonly row: number | null;
  readonly column: number | null;
  readonly enforcedBy: 'host' | 'board';
}

/** A plan or read would pass a limit. Raised on the host it means that no byte of it has left the program. */
export class LimitError extends CrossbarError {
  override readonly name = 'LimitError';
  declare readonly details: LimitDetails & ErrorDetails;

  constructor(message: string, details: LimitDetails, cause?: unknown) {
    super('limit-exceeded', message, { ...details }, cause);
  }
}

/** The link to the board, or the board behind it, failed. */
export class LinkError extends CrossbarError {
  override readonly name = 'LinkError';
}

/** Any thrown value as a CrossbarError; foreign errors are wrapped with the given code. */
export function asCrossbarError(thrown: unknown, code: CrossbarErrorCode, doing: string): CrossbarError {
  if (thrown instanceof CrossbarError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new CrossbarError(code, `${doing}: ${reason}`, {}, thrown);
}
