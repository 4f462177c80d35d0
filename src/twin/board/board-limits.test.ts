import { describe, expect, it } from 'vitest';
import { ConfigError, seconds, volts } from '../../core/index.js';
import { builtInChip } from '../chip/index.js';
import { boardLimits } from './board-limits.js';
import { convertToCodes, defaultAdc, toPicojoules } from './converters.js';
import { EdgeLedger } from './edge-ledger.js';
import { createTwin } from './twin.js';

describe('the limits of a board', () => {
  it.each([
    ['silver-chalcogenide', 0.32, 0.15, 5e-3],
    ['anodic-titania', 1.3, 0.56, 50e-3],
  ])('follow from the thresholds of %s and never pass them', (name, rows, reads, fullScale) => {
    const chip = builtInChip(name);
    const limits = boardLimits(chip, {});
    const step = 4 / 65_536;
    expect(limits.maxRowVolts).toBeLessThanOrEqual(rows);
    expect(limits.maxRowVolts).toBeGreaterThan(rows - step);
    expect(limits.maxReadVolts).toBeLessThanOrEqual(reads);
    expect(limits.maxReadVolts).toBeGreaterThan(reads - step);
    expect(limits).toMatchObject({ tickSeconds: 1e-6, maxBlockTicks: 1000, readSeconds: 10e-6 });
    expect(defaultAdc(chip)).toEqual({ bits: 16, fullScaleAmperes: fullScale });
  });

  it('can be set, as far as they make sense', () => {
    const chip = builtInChip('silver-chalcogenide');
    const slow = boardLimits(chip, { tickSeconds: seconds(1e-5), maxReadVolts: volts(0.1) });
    expect(slow).toMatchObject({ maxBlockTicks: 100, maxReadVolts: 0.1 });
    expect(() => boardLimits(chip, { maxRowVolts: volts(3) })).toThrow("above the DAC's full scale of 2 V");
    expect(() => boardLimits(chip, { readSeconds: seconds(1.5e-6) })).toThrow('whole number of ticks');
    expect(() => boardLimits(chip, { maxBlockTicks: 0 })).toThrow(ConfigError);
    expect(() => boardLimits(chip, { dacBits: 15.5 })).toThrow(ConfigError);
  });

  it('let gates go as far as the DAC does, where cells have any', () => {
    const bare = builtInChip('silver-chalcogenide');
    const gated = { ...bare, transistor: { thresholdVolts: 0.5, siemensPerVolt: 0.05 } };
    expect(boardLimits(bare, {}).maxGateVolts).toBe(0);
    expect(boardLimits(gated, {}).maxGateVolts).toBe(2 - 4 / 65_536);
    expect(boardLimits(gated, { dacBits: 8, dacFullScaleVolts: volts(1) }).maxGateVolts).toBe(127 / 128);
    expect(boardLimits(gated, { maxGateVolts: volts(0) }).maxGateVolts).toBe(0);
    const arrays = [{ rows: 2, columns: 1 }];
    const board = { maxGateVolts: volts(1) };
    expect(() => createTwin({ chip: gated, arrays, seed: 1, board })).not.toThrow();
    expect(() => createTwin({ chip: bare, arrays, seed: 1, board })).toThrow(
      "maxGateVolts is 1 V, and the chip's cells have no transistors",
    );
    expect(() => boardLimits(bare, board)).toThrow(ConfigError);
  });

  it('want bodies that hold the longest line', () => {
    const chip = builtInChip('silver-chalcogenide');
    const make = (rows: number, maxBody?: number): unknown =>
      createTwin({ chip, arrays: [{ rows, columns: 1 }], seed: 1, ...(maxBody ? { board: { maxBody } } : {}) });
    expect(() => make(785)).not.toThrow();
    expect(() => make(785, 512)).toThrow('needs bodies of 3204 bytes, asked for 512');
    expect(() => createTwin({ chip, arrays: [], seed: 1 })).toThrow('at least one array');
  });
});

describe('converters', () => {
  it('round to the nearest step and hold at the ends', () => {
    const adc = { bits: 4, fullScaleAmperes: 8 };
    const amperes = Float64Array.of(0.4, 0.6, -0.6, 7.4, 100, -7.6, -100);
    expect(convertToCodes(amperes, adc)).toEqual(Int32Array.of(0, 1, -1, 7, 7, -8, -8));
  });

  it('count energy in whole picojoules', () => {
    expect([toPicojoules(1.2e-12), toPicojoules(-1e-9), toPicojoules(1e9)]).toEqual([1, 0, Number.MAX_SAFE_INTEGER]);
  });
});

describe('EdgeLedger', () => {
  it('counts every execution of every serial, wherever they begin', () => {
    const ledger = new EdgeLedger();
    expect(ledger.executions(5)).toBe(0);
    for (let serial = 5000; serial < 8000; serial += 1) ledger.count(serial);
    ledger.count(7000);
    expect([4999, 5000, 7000, 7999, 8000].map((serial) => ledger.executions(serial))).toEqual([0, 1, 2, 1, 0]);
    expect(ledger.total).toBe(3001);
  });
});
