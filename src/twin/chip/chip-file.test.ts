import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../core/index.js';
import { linearIonDrift, oneCell } from '../models/index.js';
import { builtInChip, builtInChipNames } from './built-in-chips.js';
import { chipFileJsonSchema, parseChipFile } from './chip-file.js';

const DEVICE = 'device: silver-chalcogenide\n';

function problemOf(text: string): ConfigError {
  try {
    parseChipFile(text, 'rig/chip.yaml');
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown;
    throw thrown;
  }
  return expect.fail('the file was accepted');
}

describe('a chip file', () => {
  it('that names only its device is the built-in chip', () => {
    expect(parseChipFile(DEVICE, 'a.yaml')).toEqual(builtInChip('silver-chalcogenide'));
  });

  it('holds everything a chip can be given', () => {
    const chip = parseChipFile(
      `
device: anodic-titania
parameters: { Vp: 700 mV, alphaN: 6, eta: -1 }
arrays: [{ rows: 5, columns: 8 }, { rows: 9, columns: 3 }]
initialConductance: { min: 30 mS, max: 0.04 }
referenceSiemens: 37 mS
switch: { onOhms: 5 mOhm, offOhms: 1 GΩ }
spread:
  conductance: { distribution: lognormal, relative: 5 % }
  Vp: { distribution: normal, relative: 0.01 }
readNoise: { relative: 0.1 % }
transistor: { thresholdVolts: 500 mV, siemensPerVolt: 0.004 }
stuck:
  - { cell: [0, 1], at: low }
  - { cell: [8, 2], array: 1, at: 20 mS }
stuckFraction: { fraction: 10 %, at: random }
variation: { name: p1-table-vii-decreased, fraction: 20 % }
cycleSpread: { relative: 5 % }
relaxation: { fraction: 3 %, seconds: 100 ms }
retention: { towards: 20 mS, seconds: 1e6 }
wear: { cycles: 1e6 }
thermalNoise: { kelvin: 300 K, bandwidthHertz: 1 MHz }
telegraphNoise: { fraction: 5 %, relative: 2 %, upSeconds: 30 ms, downSeconds: 10 ms }
driver: { limitAmperes: 10 mA }
`,
      'a.yaml',
    );
    expect(chip.parameters).toEqual({ ...builtInChip('anodic-titania').parameters, Vp: 0.7, alphaN: 6, eta: -1 });
    expect(chip.arrays).toEqual([
      { rows: 5, columns: 8 },
      { rows: 9, columns: 3 },
    ]);
    expect(chip.initialConductance).toEqual({ min: 0.03, max: 0.04 });
    expect(chip).toMatchObject({ referenceSiemens: 0.037, switchOnOhms: 0.005, switchOffOhms: 1e9, readNoise: 0.001 });
    expect(chip.transistor).toEqual({ thresholdVolts: 0.5, siemensPerVolt: 0.004 });
    expect(chip.spread).toEqual({
      conductance: { distribution: 'lognormal', relative: 0.05 },
      Vp: { distribution: 'normal', relative: 0.01 },
    });
    expect(chip.stuck).toEqual([
      { array: 0, row: 0, column: 1, at: 'low' },
      { array: 1, row: 8, column: 2, at: 0.02 },
    ]);
    expect(chip.stuckFraction).toEqual({ fraction: 0.1, at: 'random' });
    expect(chip).toMatchObject({
      variation: { name: 'p1-table-vii-decreased', fraction: 0.2 },
      cycleSpread: { relative: 0.05, absolute: 0 },
      relaxation: { fraction: 0.03, seconds: 0.1 },
      retention: { towards: 0.02, seconds: 1e6, relative: 0 },
      wear: { cycles: 1e6, shape: 1, failsAt: 'here' },
      thermalNoise: { kelvin: 300, bandwidthHertz: 1e6 },
      telegraphNoise: { fraction: 0.05, relative: 0.02, upSeconds: 0.03, downSeconds: 0.01 },
      driver: { ohms: 0, limitAmperes: 0.01 },
    });
  });

  it('has a JSON Schema that knows its keys', () => {
    const schema = chipFileJsonSchema();
    expect(Object.keys(schema['properties'] as object)).toContain('stuckFraction');
    expect(schema['additionalProperties']).toBe(false);
  });
});

describe('a problem in a chip file', () => {
  it.each([
    ['', 'the file is empty. Give at least a device, such as silver-chalcogenide.'],
    ['{}', 'device is missing. Add it.'],
    ['hello', 'the file must be a mapping of keys to values, got "hello". Correct the value.'],
    ['device: gold', `device must be ${builtInChipNames.join(' or ')}, got "gold". Correct the value.`],
    [`${DEVICE}transistor: { thresholdVolts: 0.5 }`, 'transistor.siemensPerVolt is missing. Add it.'],
    [
      `${DEVICE}transistor: { thresholdVolts: 0.5, siemensPerVolt: 0 }`,
      'transistor.siemensPerVolt must be above 0 S/V, got 0. Correct the value.',
    ],
    [
      `${DEVICE}initialConductance: { min: -1 mS, max: 5 mS }`,
      'initialConductance.min must be above 0 S, got "-1 mS". Correct the value.',
    ],
    [
      `${DEVICE}initialConductance: { min: 5 mS, max: 4.4 mS }`,
      'initialConductance.min must be below max (4.4 mS), got "5 mS". Swap or correct them.',
    ],
    [
      `${DEVICE}initialConductance: { min: 5 mS, max: 5 mS }`,
      'initialConductance.min must be below max (5 mS), got "5 mS". Swap or correct them.',
    ],
    [
      `${DEVICE}initialConductance: { min: 5 mS, max: 9 mS }`,
      'initialConductance.max must be at most 8.5 mS, all a cell conducts, got "9 mS". Lower it, or correct the parameters.',
    ],
    [`${DEVICE}initialConductance: { min: 5 mS }`, 'initialConductance.max is missing. Add it.'],
    [
      `${DEVICE}referenceSiemens: 5 mV`,
      'referenceSiemens must be a number of siemens, or text such as "4.4 mS", got "5 mV". Correct the value.',
    ],
    [
      `${DEVICE}readNoise: { relativ: 1 % , relative: 2 % }`,
      'readNoise.relativ is not a known key. Correct or remove it; known here: relative.',
    ],
    [
      `${DEVICE}readNoise: { relative: 2 }\ntear: 1\nrust: 2`,
      'readNoise.relative must be at most 1, got 2. Correct the value. (2 more problems after this one.)',
    ],
    [`${DEVICE}parameters: { xp: 1 }`, 'parameters.xp must be below 1, got 1. Correct the value.'],
    [`${DEVICE}parameters: { eta: 2 }`, 'parameters.eta must be 1 or -1, got 2. Correct the value.'],
    [
      `${DEVICE}arrays: [{ rows: 0, columns: 3 }]`,
      'arrays[0].rows must be a whole number from 1 to 4096, got 0. Correct the value.',
    ],
    [
      `${DEVICE}arrays: [{ rows: 2, columns: 3 }]\nstuck: [{ cell: [2, 0], at: low }]`,
      'stuck[0].cell must be from [0, 0] to [1, 2], got [2,0]. Name a cell that is on its array.',
    ],
    [
      `${DEVICE}arrays: [{ rows: 2, columns: 3 }]\nstuck: [{ cell: [0, 0], array: 1, at: low }]`,
      'stuck[0].array must be below 1, the number of arrays, got 1. Lower it.',
    ],
    [
      `${DEVICE}stuckFraction: { fraction: 0.1, at: 10 mS }`,
      'stuckFraction.at must be at most 8.5 mS, all a cell conducts, got "10 mS". Lower it.',
    ],
    [
      `${DEVICE}stuck: [{ cell: [0, 0], at: lowest }]`,
      'stuck[0].at must be low or high (the ends of the range), or a conductance such as "4.4 mS", got "lowest". ' +
        'Correct the value.',
    ],
    [
      `${DEVICE}switch: { onOhms: 1 Ohm, offOhms: 0.5 Ohm }`,
      'switch.onOhms must be below switch.offOhms (500 mOhm), got "1 Ohm". Swap or correct them.',
    ],
    [
      'device: calibration-resistor\nvariation: { name: p1-table-vii-increased, fraction: 10 % }',
      "variation.name must be a variation of calibration-resistor; P1's table VII has silver-chalcogenide and anodic-titania, " +
        'got "p1-table-vii-increased". Leave it out, or use a spread.',
    ],
    [
      `${DEVICE}variation: { name: table-vii, fraction: 10 % }`,
      'variation.name must be p1-table-vii-decreased or p1-table-vii-increased, got "table-vii". Correct the value.',
    ],
    [
      `${DEVICE}retention: { towards: 9 mS, seconds: 1 }`,
      'retention.towards must be at most 8.5 mS, all a cell conducts, got "9 mS". Lower it.',
    ],
    [
      `${DEVICE}retention: { towards: nowhere, seconds: 1 }`,
      'retention.towards must be low or high (the ends of the range), or a conductance such as "4.4 mS", got "nowhere". ' +
        'Correct the value.',
    ],
    [
      `${DEVICE}telegraphNoise: { fraction: 1, relative: 0.1, upSeconds: 0 s, downSeconds: 1 s }`,
      'telegraphNoise.upSeconds must be above 0 s, got "0 s". Correct the value.',
    ],
    [`${DEVICE}driver: { limitAmperes: 0 }`, 'driver.limitAmperes must be above 0 A, got 0. Correct the value.'],
    [`${DEVICE}wear: { cycles: 0 }`, 'wear.cycles must be above 0, got 0. Correct the value.'],
    [`${DEVICE}${DEVICE}`, 'is not YAML: Map keys must be unique at line 2, column 1. Correct the file.'],
  ])('%j', (text, line) => {
    const problem = problemOf(text);
    expect(problem.message).toBe(`rig/chip.yaml: ${line}`);
    expect(problem.code).toBe('bad-config');
    expect(problem.details['file']).toBe('rig/chip.yaml');
  });

  it('is never an alias bomb', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level += 1) {
      const above = String.fromCharCode(96 + level);
      const name = String.fromCharCode(97 + level);
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${above}`).join(', ')}]`);
    }
    expect(problemOf(bomb.join('\n')).message).toMatch(/is not YAML: Excessive alias count/);
  });
});

describe('the model of a chip file', () => {
  it('takes a window by name, and its numbers among the parameters', () => {
    const chip = parseChipFile('device: hp-titania\nwindow: biolek\nparameters: { p: 2, Roff: 38 kOhm }\n', 'a.yaml');
    const cell = oneCell(chip.parameters);
    expect(chip.model).toBe(linearIonDrift.biolek);
    expect(chip.parameters).toMatchObject({ p: 2, Roff: 38e3, Ron: 100 });
    expect(chip.model.rate(cell, 0, 1, 1, 0)).toBe(0);
    expect(problemOf(`${DEVICE}window: biolek\n`).message).toMatch(/window.*yakopcic/u);
    expect(problemOf('device: hp-titania\nwindow: hann\n').message).toMatch(/window/u);
  });

  it('refuses parameters that turn a cell upside down', () => {
    expect(problemOf('device: hp-titania\nparameters: { Ron: 20 kOhm }\n').message).toMatch(
      /parameters.*no more at x = 1/u,
    );
    expect(problemOf('device: hafnia-filament\nparameters: { gMin: 2e-9 }\n').message).toMatch(/no more at x = 1/u);
  });

  const TABLES = '[[1 uS, 200 nS], [11 uS, 0]], reset: [[1 uS, 0], [11 uS, -200 nS]]';
  const PULSED = 'device: example-pulses\nparameters: { minSiemens: 1 uS, maxSiemens: 11 uS, pulseSeconds: 1 ms }\n';

  it('takes tables of pulses, from the file or from a CSV beside it', () => {
    const inline = parseChipFile(`${PULSED}pulses: { set: ${TABLES} }\n`, 'a.yaml');
    const named: string[] = [];
    const csv = parseChipFile(`${PULSED}pulses: { csv: die.csv }\n`, 'a.yaml', (path) => {
      named.push(path);
      return '# die 7\nsiemens,set,reset\n1e-6,200e-9,0\n11e-6,0,-200e-9\n';
    });
    expect(named).toEqual(['die.csv']);
    for (const chip of [inline, csv]) {
      const cell = oneCell(chip.parameters);
      // 100 nS of 10 uS in 1 ms, and ln(1 - 0.02) / -0.02 more on the way
      expect(chip.model.rate(cell, 0, 0.5, 3.2, 0)).toBeCloseTo((10 * Math.log(0.98)) / -0.02, 9);
      expect(chip.range).toEqual({ min: 1e-6, max: 11e-6 });
      expect(chip.initialConductance.min).toBeCloseTo(5.5e-6, 12);
    }
  });

  it('refuses tables that are missing, double, unreadable or for another model', () => {
    expect(problemOf(`${PULSED}pulses: {}\n`).message).toMatch(/two tables/u);
    expect(problemOf(`${PULSED}pulses: { csv: a.csv }\n`).message).toMatch(/nothing here reads files/u);
    expect(problemOf(`${DEVICE}pulses: { set: ${TABLES} }\n`).message).toMatch(/yakopcic/u);
    for (const text of ['', 'a,b\n', 'siemens,set,reset\n1,2\n', 'siemens,set,reset\n1,x,2\n2,3,4\n']) {
      expect(() => parseChipFile(`${PULSED}pulses: { csv: a.csv }\n`, 'a.yaml', () => text)).toThrow(ConfigError);
    }
  });
});
