import { z } from 'zod';

/** Raised when an older reader would misunderstand a newer file. */
export const RECORDING_VERSION = 1;

export type RecordedDirection = 'to-board' | 'to-host';

/** The first line of a recording: whose link it was. */
export interface RecordingHeader {
  /** The board's address. */
  readonly board: string;
  /** Calendar time of the first line, ISO 8601. */
  readonly started: string;
  /** What wrote the file, with its version. */
  readonly tool: string;
}

export const headerSchema = z.object({
  format: z.literal('quarterwave-recording'),
  version: z.literal(RECORDING_VERSION),
  board: z.string(),
  started: z.string(),
  tool: z.string(),
});

export const lineSchema = z.object({
  /** Milliseconds since the header. */
  t: z.number().nonnegative(),
  dir: z.enum(['to-board', 'to-host']),
  hex: z.string().regex(/^(?:[0-9a-f]{2})*$/u),
});
