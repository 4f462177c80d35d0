import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ohms, seconds, siemens, volts } from '../core/index.js';
import {
  adcStepAmperes,
  decodeIdentityDocument,
  encodeIdentityDocument,
  identityDocumentSchema,
  MAX_IDENTITY_BYTES,
  type IdentityDocument,
} from './identity-document.js';

const document: IdentityDocument = {
  schema: 2,
  identity: { vendor: 'quarterwave', model: 'twin', serialNumber: 'T1', firmware: '0.1.0', chip: 'anodic-titania' },
  limits: {
    tickSeconds: seconds(1e-6),
    dacBits: 16,
    dacFullScaleVolts: volts(2),
    maxRowVolts: volts(1.3),
    maxGateVolts: volts(0),
    maxReadVolts: volts(0.56),
    maxBlockTicks: 1000,
    edgeTicks: 1,
    settleTicks: 10,
    openTicks: 1,
    drivesColumns: true,
    floatsRows: false,
    maxSamples: 4096,
    maxOutputTicks: 4000,
    maxPlanBytes: 2 ** 20,
    maxPlans: 8,
    readSeconds: seconds(10e-6),
    referenceSiemens: siemens(38e-3),
  },
  adc: { bits: 16, fullScaleAmperes: 0.05 },
  analog: { switchOnOhms: ohms(1.5), driverOhms: ohms(0.5), segmentOhms: ohms(0) },
  arrays: [{ rows: 5, columns: 8 }],
  measuresEnergy: true,
};

const encoded = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const reasonOf = (bytes: Uint8Array): string | undefined => {
  const result = decodeIdentityDocument(bytes);
  return result.ok ? undefined : result.reason;
};

describe('the identity document', () => {
  it('comes back as it was served', () => {
    expect(decodeIdentityDocument(encodeIdentityDocument(document))).toEqual({ ok: true, value: document });
    expect(adcStepAmperes(document.adc)).toBe(0.1 / 65_536);
  });

  it('is not taken where it says too much, too little or something else', () => {
    expect(reasonOf(encoded({ ...document, extra: 1 }))).toContain('extra');
    expect(reasonOf(encoded({ ...document, schema: 1 }))).toContain('schema');
    expect(reasonOf(encoded({ ...document, arrays: [] }))).toContain('arrays');
    expect(reasonOf(encoded({ ...document, limits: { ...document.limits, maxRowVolts: -1 } }))).toContain(
      'maxRowVolts',
    );
    expect(reasonOf(Uint8Array.of(0x7b, 0xff))).toBe('it is not JSON in UTF-8');
    expect(reasonOf(new Uint8Array(MAX_IDENTITY_BYTES + 1))).toContain('at most 65536');
  });

  it('has its JSON Schema in firmware-spec; `vitest -u` writes it', async () => {
    const path = fileURLToPath(new URL('../../firmware-spec/identity.schema.json', import.meta.url));
    const text = JSON.stringify(z.toJSONSchema(identityDocumentSchema));
    const options = { ...(await prettier.resolveConfig(path)), filepath: path };
    await expect(await prettier.format(text, options)).toMatchFileSnapshot(path);
  });
});
