import { z } from 'zod';
import type { AnalogPath, BoardIdentity, BoardLimits, Shape } from '../core/index.js';
import { decoded, undecodable, type Decoded } from './decoded.js';

/** Bytes of the largest identity document a host takes. */
export const MAX_IDENTITY_BYTES = 65_536;
const MAX_ARRAYS = 256;

const name = z.string().max(64);
const positive = z.number().positive();
const nonnegative = z.number().nonnegative();
const ticks = z.int().min(0).max(0xffffffff);

/** The JSON document a board serves through `identify`. Published as firmware-spec/identity.schema.json. */
export const identityDocumentSchema = z
  .strictObject({
    schema: z.literal(2),
    identity: z.strictObject({
      vendor: name.min(1),
      model: name.min(1),
      serialNumber: name.min(1),
      firmware: name.min(1),
      chip: name.describe('name of the device profile, such as silver-chalcogenide; empty where not known'),
    }),
    limits: z.strictObject({
      tickSeconds: positive.describe('the board clock; durations are whole numbers of these'),
      dacBits: z.int().min(2).max(31).describe('signed codes over +-dacFullScaleVolts'),
      dacFullScaleVolts: positive,
      maxRowVolts: positive.describe('largest |V| of a row or driven column in a plan'),
      maxGateVolts: nonnegative.describe('largest |V| of a gate in a plan; 0 without gates, else every row has one'),
      maxReadVolts: positive.describe('largest |V| of a line in a read'),
      maxBlockTicks: z.int().min(1).max(0xffffffff),
      edgeTicks: z.int().min(1).max(0xffff).describe('grid of edges: blocks, windows and samples are multiples of it'),
      settleTicks: ticks.describe('from the start of a block, before which no switch may close'),
      openTicks: ticks.describe('before the end of a block, by which every switch is told to open'),
      drivesColumns: z.boolean().describe('whether columns can be driven in a plan'),
      floatsRows: z.boolean().describe('whether rows can be left floating in a plan'),
      maxSamples: z.int().min(0).max(0xffffffff).describe('currents that one plan may sample; 0 where it cannot'),
      maxOutputTicks: z.int().min(1).max(0xffffffff).describe('longest a line may be away from 0 V without a break'),
      maxPlanBytes: z.int().min(1).max(0xffffffff),
      maxPlans: z.int().min(2).max(0xffff).describe('plans it holds at once, the one that runs included'),
      readSeconds: positive.describe(
        'T_rd, how long a read holds its lines, and the least from connecting a line to sampling it',
      ),
      referenceSiemens: nonnegative.describe('the fixed conductance beside the cells of every line'),
    }),
    adc: z
      .strictObject({ bits: z.int().min(2).max(31), fullScaleAmperes: positive })
      .describe('signed codes over +-fullScaleAmperes; a current of 1 code is 2 fullScaleAmperes / 2^bits'),
    analog: z
      .strictObject({
        switchOnOhms: nonnegative.describe('of a closed column switch, in series with its column'),
        driverOhms: nonnegative.describe('of a row driver, in series with its row'),
        segmentOhms: nonnegative.describe('of the wire from one cell to the next'),
      })
      .describe('what stands between drivers, amplifiers and cells, as the data sheet says'),
    arrays: z
      .array(z.strictObject({ rows: z.int().min(1).max(0xffff), columns: z.int().min(1).max(0xfffe) }))
      .min(1)
      .max(MAX_ARRAYS),
    measuresEnergy: z.boolean(),
  })
  .describe('quarterwave board identity');

/** How the currents of a read are coded. */
export interface AdcRange {
  readonly bits: number;
  readonly fullScaleAmperes: number;
}

export interface IdentityDocument {
  readonly schema: 2;
  readonly identity: BoardIdentity;
  readonly limits: BoardLimits;
  readonly adc: AdcRange;
  readonly analog: Omit<AnalogPath, 'senseFullScaleAmperes'>;
  readonly arrays: readonly Shape[];
  readonly measuresEnergy: boolean;
}

/** The current that one step of the ADC's code stands for. */
export const adcStepAmperes = (adc: AdcRange): number => (2 * adc.fullScaleAmperes) / 2 ** adc.bits;

/** The document as UTF-8 JSON, what `identify` serves piece by piece. */
export const encodeIdentityDocument = (document: IdentityDocument): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(document));

/** The document in the bytes; a failure's reason is a sentence for people. */
export function decodeIdentityDocument(bytes: Uint8Array): Decoded<IdentityDocument, string> {
  if (bytes.length > MAX_IDENTITY_BYTES) {
    return undecodable(`it has ${bytes.length} bytes, at most ${MAX_IDENTITY_BYTES} are taken`);
  }
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undecodable('it is not JSON in UTF-8');
  }
  const result = identityDocumentSchema.safeParse(json);
  if (!result.success) return undecodable(z.prettifyError(result.error));
  // the units of the limits are in their names; zod knows plain numbers only
  return decoded(result.data as unknown as IdentityDocument);
}
