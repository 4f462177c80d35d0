import { hostname } from 'node:os';
import { z } from 'zod';
import type { BoardIdentity, BoardLimits } from '../core/index.js';
import { uuidV7 } from './uuid-v7.js';

export const RUN_SCHEMA_VERSION = 1;

const text = z.string();
/** A number that keeps the unit its type says; JSON cannot. */
const quantity = <Unit extends number>() => z.custom<Unit>((value) => typeof value === 'number');

const identity: z.ZodType<BoardIdentity> = z.object({
  vendor: text,
  model: text,
  serialNumber: text,
  firmware: text,
  chip: text,
});

const limits: z.ZodType<BoardLimits> = z.object({
  tickSeconds: quantity<BoardLimits['tickSeconds']>(),
  dacBits: z.number(),
  dacFullScaleVolts: quantity<BoardLimits['dacFullScaleVolts']>(),
  maxRowVolts: quantity<BoardLimits['maxRowVolts']>(),
  maxReadVolts: quantity<BoardLimits['maxReadVolts']>(),
  maxGateVolts: quantity<BoardLimits['maxGateVolts']>(),
  maxBlockTicks: z.number(),
  edgeTicks: z.number(),
  settleTicks: z.number(),
  openTicks: z.number(),
  drivesColumns: z.boolean(),
  floatsRows: z.boolean(),
  maxSamples: z.number(),
  maxOutputTicks: z.number(),
  maxPlanBytes: z.number(),
  maxPlans: z.number(),
  readSeconds: quantity<BoardLimits['readSeconds']>(),
  referenceSiemens: quantity<BoardLimits['referenceSiemens']>(),
});

/** What the caller knows before a run begins. */
const runPremise = z.object({
  /** Of this package. */
  toolVersion: text,
  /** Everything that decided what the run does, resolved; whatever JSON holds. */
  config: z.unknown(),
  seed: z.number(),
  /** Names of the random streams drawn from the seed. */
  streams: z.array(text),
  board: z.object({ uri: text, identity, limits }).nullable(),
  /** The uid of the run that this one goes on from. */
  parentRun: text.nullable(),
});

/** The content of `run.json`: all that was known before the first stimulus. */
export const startDocument = runPremise.extend({
  schemaVersion: z.literal(RUN_SCHEMA_VERSION),
  uid: text,
  kind: text,
  name: text,
  startedAt: z.iso.datetime(),
  node: text,
  platform: text,
  hostName: text,
});

export type RunPremise = z.infer<typeof runPremise>;
export type StartDocument = z.infer<typeof startDocument>;

/** @param random ten random bytes, for the uid */
export function makeStartDocument(
  named: { readonly kind: string; readonly name: string },
  premise: RunPremise,
  startedAt: Date,
  random: Uint8Array,
): StartDocument {
  return {
    schemaVersion: RUN_SCHEMA_VERSION,
    uid: uuidV7(startedAt, random),
    kind: named.kind,
    name: named.name,
    startedAt: startedAt.toISOString(),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    hostName: hostname(),
    ...premise,
  };
}
