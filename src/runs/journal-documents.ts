import { z } from 'zod';
import type { GroundingProof } from '../core/index.js';

const count = z.int().nonnegative();
const serials = { from: count, to: count };
const position = { split: count.optional(), epoch: count.optional() };
const data = z.record(z.string(), z.unknown()).optional();

/** How a run ended, in the words of the Bluesky event model. */
export const exitStatuses = ['success', 'abort', 'fail'] as const;

const journalDocument = z.discriminatedUnion('type', [
  // something that was measured or happened; `split` and `epoch` say how far the run was
  z.object({ type: z.literal('event'), name: z.string(), ...position, data }),
  // from here on these serials may be fired
  z.object({ type: z.literal('intent'), ...serials }),
  // the board answered for each of these
  z.object({ type: z.literal('ack'), ...serials }),
  // intended, but never fired and never to be
  z.object({ type: z.literal('withdrawn'), ...serials }),
  z.object({ type: z.literal('checkpoint'), number: count, file: z.string(), sha256: z.string(), ...position }),
  // the board could not say whether it fired these
  z.object({ type: z.literal('in-doubt'), ...serials, reason: z.string(), data }),
  z.object({
    type: z.literal('grounded'),
    grounded: z.boolean(),
    residualVolts: z.number(),
    boardTicks: count,
    latencyMilliseconds: z.number(),
  }),
  z.object({ type: z.literal('stop'), exitStatus: z.enum(exitStatuses), reason: z.string().optional(), data }),
]);

/** What a caller appends. */
export type JournalDocument = z.infer<typeof journalDocument>;

/** One line of the journal; `line` counts from 1 without gaps. */
export const journalRecord = journalDocument.and(z.object({ line: z.int().positive(), wallTime: z.iso.datetime() }));
export type JournalRecord = z.infer<typeof journalRecord>;

export type DocumentOf<Type extends JournalDocument['type']> = Extract<JournalDocument, { type: Type }>;

/** The board's proof that its outputs are at rest, as the journal keeps it. */
export const groundedDocument = (proof: GroundingProof): DocumentOf<'grounded'> => ({
  type: 'grounded',
  grounded: proof.grounded,
  residualVolts: proof.residualVolts,
  boardTicks: proof.boardTicks,
  latencyMilliseconds: proof.latency,
});
