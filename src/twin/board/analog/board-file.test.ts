import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../core/index.js';
import { builtInChip } from '../../chip/index.js';
import { TIMING_PROFILES } from '../timing-profiles.js';
import { createTwin } from '../twin.js';
import { boardFileJsonSchema } from './board-file-schema.js';
import { parseBoardFile } from './board-file.js';

function problemOf(text: string): ConfigError {
  try {
    parseBoardFile(text, 'rig/board.yaml');
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown;
    throw thrown;
  }
  return expect.fail('the file was accepted');
}

describe('a board file', () => {
  it('that names only its profile is that profile and nothing else', () => {
    const { overrides, imperfections } = parseBoardFile('profile: p10', 'a.yaml');
    expect(overrides).toEqual({ tickSeconds: 1e-6, ...TIMING_PROFILES.p10 });
    expect(imperfections).toEqual({ dac: {}, adc: {}, switches: undefined });
  });

  it('holds everything a board can be given, in any unit', () => {
    const { overrides, imperfections } = parseBoardFile(
      `
timing: { edgeSeconds: 5 us, settleSeconds: 20 us, openSeconds: 0, readSeconds: 50 us }
dac: { bits: 14, fullScaleVolts: 5 V, offsetVolts: 2 mV, gainError: 0.5 %, inlLsb: 2 LSB, settleSeconds: 900 ns, noiseVolts: 20 uV }
adc: { bits: 18, fullScaleAmperes: 20 mA, offsetAmperes: 2 uA, gainError: 0.01, inlLsb: 3, settleSeconds: 1 us, noiseAmperes: 1e-7 }
switches: { onSeconds: 150 ns, offSeconds: 120 ns, skewSeconds: 10 ns, jitterSeconds: 1 ns, injectedCoulombs: -5 pC, lineFarads: 200 pF }
`,
      'a.yaml',
    );
    expect(overrides).toEqual({
      tickSeconds: 1e-6,
      edgeTicks: 5,
      settleTicks: 20,
      openTicks: 0,
      readSeconds: 50e-6,
      dacBits: 14,
      dacFullScaleVolts: 5,
      adcBits: 18,
      adcFullScaleAmperes: 0.02,
    });
    expect(imperfections).toEqual({
      dac: { offsetVolts: 2e-3, gainError: 0.005, inlLsb: 2, settleSeconds: 9e-7, noiseVolts: 2e-5 },
      adc: { offsetAmperes: 2e-6, gainError: 0.01, inlLsb: 3, settleSeconds: 1e-6, noiseAmperes: 1e-7 },
      switches: {
        onSeconds: 1.5e-7,
        offSeconds: 1.2e-7,
        skewSeconds: 1e-8,
        jitterSeconds: 1e-9,
        injectedCoulombs: -5e-12,
        lineFarads: 2e-10,
      },
    });
  });

  it('has a JSON Schema that knows its keys', () => {
    expect(Object.keys(boardFileJsonSchema()['properties'] as object)).toEqual([
      'profile',
      'timing',
      'dac',
      'adc',
      'switches',
    ]);
    expect(boardFileJsonSchema()['additionalProperties']).toBe(false);
  });

  it.each(['bench', 'bench-p10'])('of the package makes a board that grounds its lines: %s', (name) => {
    const path = fileURLToPath(new URL(`../../../../boards/${name}.yaml`, import.meta.url));
    const { overrides, imperfections } = parseBoardFile(readFileSync(path, 'utf8'), path);
    const chip = builtInChip('silver-chalcogenide');
    for (let seed = 0; seed < 20; seed += 1) {
      const twin = createTwin({ chip, arrays: [{ rows: 5, columns: 8 }], seed, board: overrides, imperfections });
      expect(twin.identity.limits.readSeconds).toBe(20e-6);
      expect(twin.groundings.length).toBe(3);
      twin.close();
    }
  });
});

describe('a problem in a board file', () => {
  it.each([
    ['', 'the file is empty. Give at least a profile, p1 or p10.'],
    ['profile: p2', 'profile must be p1 or p10, got "p2". Correct the value.'],
    ['dac: { bits: 40 }', 'dac.bits must be a whole number from 4 to 24, got 40. Correct the value.'],
    [
      'dac: { offset: 1 mV }',
      'dac.offset is not a known key. Correct or remove it; known here: bits, fullScaleVolts, offsetVolts, gainError, inlLsb, settleSeconds, noiseVolts.',
    ],
    [
      'dac: { offsetVolts: 1 mA }',
      'dac.offsetVolts must be a number of volts, or text such as "160 mV", got "1 mA". Correct the value.',
    ],
    ['adc: { noiseAmperes: -1 uA }', 'adc.noiseAmperes must be at least 0 A, got "-1 uA". Correct the value.'],
    ['adc: { gainError: 30 % }', 'adc.gainError must be at most 0.2, got "30 %". Correct the value.'],
    [
      'dac: { inlLsb: 1 V }',
      'dac.inlLsb must be a number of steps, or text such as "2 LSB", got "1 V". Correct the value.',
    ],
    ['switches: { lineFarads: 0 }', 'switches.lineFarads must be above 0 F, got 0. Correct the value.'],
    [
      'switches: { injectedCoulombs: 5 nC, lineFarads: 200 pF }',
      'switches.injectedCoulombs must be at most 2 nC, which 200 pF turn into 10 V, got "5 nC". Lower it, or raise lineFarads.',
    ],
    [
      'switches: { injectedCoulombs: 5 pC }',
      'switches.injectedCoulombs is seen nowhere: the columns have no lineFarads, the amplifiers no adc.settleSeconds. ' +
        'Give one of them, or leave it out.',
    ],
    ['timing: { edgeSeconds: 1.5 us }', 'timing.edgeSeconds must be whole ticks of 1 us, got "1.5 us". Round it.'],
    ['timing: { edgeSeconds: 0 }', 'timing.edgeSeconds must be above 0 s, got 0. Correct the value.'],
  ])('%j', (text, line) => {
    const problem = problemOf(text);
    expect(problem.message).toBe(`rig/board.yaml: ${line}`);
    expect(problem.code).toBe('bad-config');
  });
});
