import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildChip, parseChipFile, type ChipArray } from '../chip/index.js';
import { Conversation, raisingPlan } from './conversation.js';
import { createTwin, type Twin, type TwinOptions } from './twin.js';

const FILE = new URL('../../../chips/worn-everything.yaml', import.meta.url);
const everything = parseChipFile(readFileSync(FILE, 'utf8'), 'worn-everything.yaml');
// wear that shows within a few plans, and drivers
const text = `${readFileSync(FILE, 'utf8')}\ndriver: { ohms: 1 Ohm, limitAmperes: 2.5 mA }`.replace(
  'cycles: 1e6',
  'cycles: 0.02',
);
const chip = parseChipFile(text, 'worn-everything.yaml');
const SHAPE = { rows: 3, columns: 2 };

const imageOf = (array: ChipArray): string => Buffer.from(array.image()).toString('hex');

describe('the image of an array with every imperfection', () => {
  const made = (): ChipArray => buildChip(chip, [SHAPE], 5).arrays[0]!;
  const drive = (volts: number) => ({
    rowVolts: Float64Array.of(volts, volts / 2, 0),
    rowSensed: new Uint8Array(3),
    columnVolts: new Float64Array(2),
    closeSeconds: new Float64Array(2),
    openSeconds: new Float64Array(2).fill(1e-4),
    gateVolts: undefined,
    referenceVolts: 0,
    rowReferenceVolts: 0,
    sampleSeconds: 0,
  });
  const live = (array: ChipArray): number[] => {
    const out = new Float64Array(2);
    const seen: number[] = [];
    for (const volts of [0.3, -0.3, 0.4, -0.35]) {
      seen.push(
        array.applyBlock(drive(volts), 1e-4),
        array.readForward(Float64Array.of(0.1, 0.1, 0.1), 1e-5, out),
        ...out,
      );
      array.passTime(0.02);
    }
    return [...seen, ...array.states];
  };

  it('lets another of the same chip go on bit for bit', () => {
    const [first, second] = [made(), made()];
    live(first);
    expect(first.stuck!.some((mark) => mark === 1)).toBe(true);
    second.loadImage(first.image());
    expect(imageOf(second)).toBe(imageOf(first));
    expect(live(second)).toEqual(live(first));
    expect(imageOf(second)).toBe(imageOf(first));
    expect(imageOf(made())).not.toBe(imageOf(first));
  });

  it('is refused where it is of another', () => {
    const small = buildChip(chip, [{ rows: 2, columns: 2 }], 5).arrays[0]!;
    expect(() => made().loadImage(small.image())).toThrow(/The image of this array has \d+ bytes, got \d+/);
  });
});

describe('a twin with every imperfection', () => {
  let folder: string;
  const twins: Twin[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quarterwave-worn-'));
  });

  afterEach(() => {
    for (const twin of twins.splice(0)) twin.close();
    rmSync(folder, { recursive: true });
  });

  function boot(options: Partial<TwinOptions> = {}): { twin: Twin; host: Conversation } {
    const twin = createTwin({ chip, arrays: [SHAPE, SHAPE], seed: 7, ...options });
    twins.push(twin);
    const host = new Conversation(twin);
    host.hello(1);
    return { twin, host };
  }

  const plan = raisingPlan(SHAPE.rows, SHAPE.columns);
  const read = (host: Conversation, array: number): unknown =>
    host.ask('read', { array, direction: 'forward', codes: Int32Array.of(2000, 1000, -500) });

  it('goes on from its state file as if it had never stopped', () => {
    const stateFile = join(folder, 'chip.bin');
    const [kept, whole] = [boot({ stateFile }), boot()];
    for (const { host } of [kept, whole]) {
      for (let serial = 1; serial <= 3; serial += 1) host.fire(plan, serial);
    }
    const reopened = boot({ stateFile });
    reopened.host.ask('release', {});
    const answers = [whole, reopened].map(({ host }) => [
      read(host, 0),
      read(host, 0),
      read(host, 1),
      host.fire(plan, 4),
      read(host, 0),
    ]);
    expect(answers[1]).toEqual(answers[0]);
    expect(reopened.twin.chip.arrays.map(imageOf)).toEqual(whole.twin.chip.arrays.map(imageOf));
  });

  it('feels the time between two plans, to the tick, on every array', () => {
    const slow = { ...everything, cycleSpread: undefined, wear: undefined, relaxation: undefined };
    const forgetful = { ...slow, retention: { towards: 'low', seconds: 0.01, relative: 0 } as const };
    const { twin, host } = boot({ chip: forgetful });
    const other = twin.chip.arrays[1]!;
    const start = other.states.slice();
    host.fire(plan, 1);
    host.fire(plan, 2);
    expect(other.states).toEqual(start);
    read(host, 1);
    // two plans of 250 ticks of a microsecond, then the read itself of 10
    const left = Math.exp(-(500e-6 + 10e-6) / 0.01);
    for (const [cell, x] of other.states.entries()) {
      const wanted = other.stuck![cell] === 1 ? start[cell]! : 0.03 + (start[cell]! - 0.03) * left;
      expect(x).toBeCloseTo(wanted, 12);
    }
  });
});
