import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLOATING, planOfBlocks, seconds, SENSED, volts } from '../../core/index.js';
import { planVcd } from './plan-vcd.js';
import { vcdIdentifier } from './vcd-file.js';
import { vcdTime } from './vcd-time.js';

// 5 mV a code
const scale = { tickSeconds: seconds(1e-7), dacBits: 10, dacFullScaleVolts: volts(2.56) };

interface Signal {
  readonly kind: string;
  readonly width: string;
  readonly changes: [time: number, value: string][];
}

/** Reads a dump strictly by the grammar of IEEE 1364-2001, 18.2; throws at whatever it does not know. */
function readVcd(text: string): { readonly timescale: string; readonly signals: ReadonlyMap<string, Signal> } {
  const [head, body] = text.split('$enddefinitions $end\n') as [string, string];
  const scopes: string[] = [];
  const signals = new Map<string, Signal>();
  const byIdentifier = new Map<string, Signal>();
  let timescale = '';
  for (const declaration of head.split('$end').map((part) => part.trim())) {
    const [keyword, ...words] = declaration.split(/\s+/u) as [string, ...string[]];
    if (keyword === '$scope') scopes.push(words[1]!);
    else if (keyword === '$upscope') scopes.pop();
    else if (keyword === '$timescale') timescale = words.join(' ');
    else if (keyword === '$var') {
      const [kind, width, identifier, name] = words as [string, string, string, string];
      if (byIdentifier.has(identifier) || !/^[!-~]+$/u.test(identifier)) throw new Error(`identifier ${identifier}`);
      const signal: Signal = { kind, width, changes: [] };
      byIdentifier.set(identifier, signal);
      signals.set([...scopes.slice(1), name].join('.'), signal);
    } else if (!['$comment', '$version', ''].includes(keyword)) throw new Error(`unknown ${keyword}`);
  }
  if (scopes.length > 0) throw new Error('a scope is left open');
  let time = -1;
  for (const line of body.trimEnd().split('\n')) {
    if (line === '$dumpvars' || line === '$end') continue;
    const found = /^(?:#(\d+)|([rb])(\S+) (\S+)|([01])(\S+))$/u.exec(line);
    if (!found) throw new Error(`unreadable: ${line}`);
    const [, at, format, number, spaced, bit, joined] = found;
    if (at !== undefined) {
      if (Number(at) <= time) throw new Error(`time goes back at ${line}`);
      time = Number(at);
      continue;
    }
    const signal = byIdentifier.get(spaced ?? joined!);
    if (!signal || (format === 'r') !== (signal.kind === 'real')) throw new Error(`wrong kind: ${line}`);
    signal.changes.push([time, format === 'b' ? String(parseInt(number!, 2)) : (number ?? bit!)]);
  }
  return { timescale, signals };
}

const plan = planOfBlocks(
  3,
  { rows: 2, columns: 2 },
  [
    {
      ticks: 100,
      rows: [40, FLOATING],
      columns: [-20, SENSED],
      windows: [
        [10, 90],
        [0, 100],
      ],
      gates: [200, 0],
    },
    {
      ticks: 50,
      rows: [SENSED, SENSED],
      columns: [10, SENSED],
      windows: [
        [10, 50],
        [0, 40],
      ],
      sampleTick: 40,
      reference: 'backward',
    },
    { ticks: 50, rows: [40, 8] },
  ],
  true,
);

describe('planVcd', () => {
  const { timescale, signals } = readVcd(planVcd(plan, scale));
  const changes = (name: string): [number, string][] => signals.get(name)!.changes;

  it('counts in the ticks of the plan', () => expect(timescale).toBe('100 ns'));

  it('gives rows in volts, and wires where a row floats or is sensed', () => {
    expect(changes('rows.W00_volts')).toEqual([
      [0, '0.2'],
      [100, '0'],
      [150, '0.2'],
      [200, '0'],
    ]);
    expect(changes('rows.W01_driven')).toEqual([
      [0, '0'],
      [150, '1'],
    ]);
    expect(changes('rows.W01_sensed')).toEqual([
      [0, '0'],
      [100, '1'],
      [150, '0'],
    ]);
  });

  it('gives switches as wires, and column drivers and gates in volts', () => {
    expect(changes('columns.B00_closed')).toEqual([
      [0, '0'],
      [10, '1'],
      [90, '0'],
      [110, '1'],
      [150, '0'],
    ]);
    // its windows meet, so the switch stays closed
    expect(changes('columns.B01_closed')).toEqual([
      [0, '1'],
      [140, '0'],
    ]);
    expect(changes('columns.B00_volts')).toEqual([
      [0, '-0.1'],
      [100, '0.05'],
      [150, '0'],
    ]);
    expect(signals.has('columns.B01_volts')).toBe(false);
    expect(changes('gates.G00_volts')).toEqual([
      [0, '1'],
      [100, '0'],
    ]);
  });

  it('gives blocks, samples and the reference', () => {
    expect(changes('board.block')).toEqual([
      [0, '1'],
      [100, '2'],
      [150, '3'],
      [200, '0'],
    ]);
    expect(signals.get('board.sample')!.kind).toBe('event');
    expect(changes('board.sample')).toEqual([[140, '1']]);
    expect(changes('board.reference_volts')).toEqual([
      [0, '0'],
      [100, '-0.05'],
      [150, '0'],
    ]);
  });

  it('gives the waveforms of cells, in a finer unit, the later side of an edge', () => {
    const cell = {
      row: 1,
      column: 0,
      seconds: Float64Array.of(0, 1e-5, 1e-5, 1.2345e-5),
      volts: Float64Array.of(0.2, 0.1, -0.1, 0),
      amperes: Float64Array.of(1e-3, 1.5e-3, 0, 0),
    };
    const found = readVcd(planVcd(plan, scale, [cell]));
    expect(found.timescale).toBe('10 ns');
    expect(found.signals.get('cells.W01B00_volts')!.changes).toEqual([
      [0, '0.2'],
      [1000, '-0.1'],
      [1235, '0'],
    ]);
    expect(found.signals.get('cells.W01B00_amperes')!.changes).toEqual([
      [0, '0.001'],
      [1000, '0'],
    ]);
  });

  it('is readable and ends at rest whatever the plan', () => {
    const drive = fc.constantFrom(0, 17, -30, FLOATING, SENSED);
    const block = fc.record({
      ticks: fc.constant(60),
      rows: fc.array(drive, { minLength: 2, maxLength: 2 }),
      columns: fc.array(fc.constantFrom(SENSED, 12, -5, 0), { minLength: 2, maxLength: 2 }),
      windows: fc.array(fc.constantFrom<readonly [number, number]>([0, 0], [0, 60], [5, 30], [30, 60]), {
        minLength: 2,
        maxLength: 2,
      }),
      sampleTick: fc.constantFrom(0, 30, 60),
      reference: fc.constantFrom('off', 'forward', 'backward'),
    });
    const property = fc.property(fc.array(block, { minLength: 1, maxLength: 6 }), (blocks) => {
      const dumped = readVcd(planVcd(planOfBlocks(0, { rows: 2, columns: 2 }, blocks), scale));
      for (const [name, { changes: own, kind }] of dumped.signals) {
        if (kind === 'event') continue;
        expect([name, own[0]![0]]).toEqual([name, 0]);
        expect([name, own.at(-1)![1]]).toEqual([name, name.endsWith('_driven') ? '1' : '0']);
      }
    });
    fc.assert(property, { seed: 41, numRuns: 200 });
  });

  it('is the same bytes for the same plan', () => expect(planVcd(plan, scale)).toBe(planVcd(plan, scale)));
});

describe('vcdIdentifier', () => {
  it('gives every variable another, of printable characters', () => {
    const identifiers = Array.from({ length: 20_000 }, (_, place) => vcdIdentifier(place));
    expect(new Set(identifiers).size).toBe(20_000);
    for (const identifier of identifiers) expect(identifier).toMatch(/^[!-~]{1,3}$/u);
  });
});

describe('vcdTime', () => {
  it.each([
    [1, '1 s'],
    [1e-6, '1 us'],
    [1e-7, '100 ns'],
    [2.5e-7, '10 ns'],
    [1.25e-9, '10 ps'],
    [1e-9 / 3, '1 fs'],
  ])('counts ticks of %d s in %s', (tick, text) => expect(vcdTime(tick).text).toBe(text));

  it('counts finer where it is asked to', () => {
    expect(vcdTime(1e-6, 10).text).toBe('100 ns');
    expect(vcdTime(1e-6, 10).count(2e-6)).toBe(20);
  });
});
