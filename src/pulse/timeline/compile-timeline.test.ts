import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertPlanWithinLimits,
  columnDrive,
  ConfigError,
  CrossbarError,
  FLOATING,
  gateCode,
  nearestCode,
  planBlocks,
  planSamples,
  planTicks,
  rowDrive,
  seconds,
  SENSED,
  volts,
  windowFrom,
  windowTicks,
  windowUntil,
  type BoardLimits,
  type PulsePlan,
} from '../../core/index.js';
import { boardUnderTest } from '../board-under-test.js';
import { compileTimeline, timelineTicks } from './compile-timeline.js';
import { hold, parallel, repeat, rest, sequential, type Hold, type LineDrive, type Timeline } from './timeline.js';

const limits: BoardLimits = {
  ...boardUnderTest,
  maxRowVolts: volts(0.5),
  settleTicks: 10,
  openTicks: 5,
  maxOutputTicks: 1_000_000,
  readSeconds: seconds(20e-6),
};
const shape = { rows: 4, columns: 3 };
const on = (some: Partial<BoardLimits> = {}) => ({ array: 0, shape, limits: { ...limits, ...some } });
const only = (timeline: Timeline, some?: Partial<BoardLimits>): PulsePlan => {
  const { plans } = compileTimeline(timeline, on(some));
  expect(plans).toHaveLength(1);
  return plans[0]!;
};
const ticksOf = (plan: PulsePlan): number[] => [...plan.blocks.ticks];
const shortOf = (capability: string): unknown =>
  expect.objectContaining({ details: expect.objectContaining({ capability }) as unknown });
const thrown = (make: () => unknown): unknown => {
  try {
    make();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

describe('holds, one after the other and at once', () => {
  it('gives every hold a block, its windows between the guards', () => {
    const plan = only(
      sequential([
        hold({ seconds: 100e-6, rows: { 1: 0.2 }, columns: { 0: 'sense', 2: -0.1 }, windows: { 2: 40e-6 } }),
        rest(30e-6),
      ]),
    );
    expect(ticksOf(plan)).toEqual([100, 30]);
    expect(rowDrive(plan, 0, 1)).toBe(nearestCode(0.2, limits));
    expect(columnDrive(plan, 0, 0)).toBe(SENSED);
    expect([windowFrom(plan, 0, 0), windowUntil(plan, 0, 0)]).toEqual([10, 95]);
    expect([windowFrom(plan, 0, 2), windowUntil(plan, 0, 2)]).toEqual([10, 50]);
    expect(windowTicks(plan, 0, 1)).toBe(0);
    expect(rowDrive(plan, 1, 1)).toBe(0);
  });

  it('makes a hold without a length as long as window, sample and guards take', () => {
    const plan = only(
      sequential([
        hold({ rows: { 0: 0.2 }, columns: { 0: 'sense' }, windows: { 0: 40e-6 } }),
        hold({ rows: { 0: 0.1 }, columns: { 0: 'sense' }, sample: 'soonest' }),
      ]),
    );
    expect(ticksOf(plan)).toEqual([10 + 40 + 5, 10 + 20 + 5]);
    expect(plan.blocks.sampleTicks).toEqual(Uint32Array.of(0, 30));
    expect(windowUntil(plan, 1, 0)).toBe(30);
    expect(planSamples(plan)).toBe(1);
  });

  it('keeps a window whole over the holds of others that change no drive', () => {
    const plan = only(
      parallel([
        hold({ seconds: 300e-6, rows: { 0: 0.2 }, columns: { 0: 'sense' }, windows: { 0: [150e-6, 250e-6] } }),
        sequential([
          hold({ seconds: 100e-6, columns: { 1: 'sense' } }),
          hold({ seconds: 100e-6, columns: { 2: 'sense' } }),
        ]),
      ]),
    );
    // 200 us would cut the window of B00, and changes nothing
    expect(ticksOf(plan)).toEqual([100, 200]);
    expect([windowFrom(plan, 1, 0), windowUntil(plan, 1, 0)]).toEqual([50, 150]);
    expect([windowFrom(plan, 1, 2), windowUntil(plan, 1, 2)]).toEqual([10, 95]);
    expect([windowFrom(plan, 0, 1), windowUntil(plan, 0, 1)]).toEqual([10, 95]);
  });

  it('refuses a window that a change would cut, naming both', () => {
    const cut = parallel([
      hold({ seconds: 300e-6, columns: { 0: 'sense' } }),
      sequential([rest(100e-6), hold({ seconds: 50e-6, rows: { 3: 0.1 } })]),
    ]);
    expect(() => compileTimeline(cut, on())).toThrow(/W03 changes at 100 us, inside the window of B00/u);
  });

  it('refuses a line that two parts hold differently, naming line and time', () => {
    const fight = parallel([
      hold({ seconds: 300e-6, rows: { 2: 0.1 } }),
      sequential([rest(120e-6), hold({ seconds: 10e-6, rows: { 2: 0.2 } })]),
    ]);
    expect(() => compileTimeline(fight, on())).toThrow(/hold W02 differently at 120 us/u);
    const alike = parallel([hold({ seconds: 3e-4, rows: { 2: 0.1 } }), hold({ seconds: 2e-4, rows: { 2: 0.1 } })]);
    expect(ticksOf(only(alike))).toEqual([200, 100]);
  });

  it('holds each repeated vector once', () => {
    const plan = only(
      repeat(500, sequential([hold({ rows: { 0: 0.3 }, columns: { 1: 'sense' }, windows: { 1: 1e-5 } }), rest(1e-5)])),
    );
    expect(planBlocks(plan)).toBe(1000);
    expect(plan.rowVectors).toHaveLength(2 * shape.rows);
    expect(plan.columnVectors).toHaveLength(shape.columns);
    expect(plan.windowVectors).toHaveLength(2 * 2 * shape.columns);
  });
});

describe('what a board cannot do', () => {
  const cases: [capability: string, Timeline, Partial<BoardLimits>][] = [
    ['drivesColumns', hold({ seconds: 1e-4, columns: { 0: 0.1 } }), { drivesColumns: false }],
    ['floatsRows', hold({ seconds: 1e-4, rows: { 0: 'float' } }), { floatsRows: false }],
    ['maxGateVolts', hold({ seconds: 1e-4, gates: { 0: 1 } }), {}],
    ['maxSamples', hold({ columns: { 0: 'sense' }, sample: 'soonest' }), { maxSamples: 0 }],
    ['readSeconds', hold({ columns: { 0: 'sense' }, sample: 10e-6 }), {}],
    ['readSeconds', hold({ columns: { 0: 'sense' }, sample: 'soonest', seconds: 20e-6 }), {}],
    ['rows', hold({ seconds: 1e-4, rows: { 4: 0.1 } }), {}],
    ['columns', hold({ seconds: 1e-4, columns: { 3: 'sense' } }), {}],
    ['edgeTicks', hold({ seconds: 1e-6 }), { edgeTicks: 10 }],
    ['settleTicks', hold({ seconds: 1e-4, columns: { 0: 'sense' }, windows: { 0: [5e-6, 5e-5] } }), {}],
    ['settleTicks', hold({ seconds: 12e-6, columns: { 0: 'sense' } }), {}],
    ['openTicks', hold({ seconds: 1e-4, columns: { 0: 'sense' }, windows: { 0: [5e-5, 98e-6] } }), {}],
    ['maxBlockTicks', hold({ columns: { 0: 'sense' }, windows: { 0: 995e-6 } }), {}],
    [
      'maxPlanBytes',
      sequential(Array.from({ length: 60 }, (_, k) => hold({ seconds: 1e-5, rows: { 0: (k + 1) / 1000 } }))),
      { maxPlanBytes: 1000 },
    ],
    [
      'maxSamples',
      repeat(9, hold({ columns: { 0: 'sense' }, sample: 'soonest', rows: { 0: 0.1 } })),
      { maxSamples: 8 },
    ],
  ];
  it.each(cases)('is refused by the name of the capability: %s', (capability, timeline, some) => {
    const error = thrown(() => compileTimeline(timeline, on(some)));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toEqual(shortOf(capability));
    expect(String(error)).toContain(capability);
  });

  it('refuses volts beyond a limit as every plan is refused', () => {
    const strong = hold({ seconds: 1e-4, rows: { 2: 0.6 } });
    expect(() => compileTimeline(strong, on())).toThrow(/row W02 block 1 asks for 599\.976 mV, the limit is 500 mV/u);
  });

  it('drives gates where there are some', () => {
    const plan = only(hold({ seconds: 1e-4, gates: { 1: 1.2 } }), { maxGateVolts: volts(1.5) });
    expect(plan.gated).toBe(true);
    expect(gateCode(plan, 0, 1)).toBe(nearestCode(1.2, limits));
    expect(gateCode(plan, 0, 0)).toBe(0);
  });
});

describe('long timelines', () => {
  it('splits a long hold over blocks and leaves its window whole', () => {
    const plan = only(
      hold({ seconds: 3e-3, rows: { 0: 0.1 }, columns: { 1: 'sense' }, windows: { 1: [900e-6, 1200e-6] } }),
    );
    expect(planTicks(plan)).toBe(3000);
    expect(ticksOf(plan)).toEqual([890, 1000, 1000, 110]);
    expect([windowFrom(plan, 1, 1), windowUntil(plan, 1, 1)]).toEqual([10, 310]);
  });

  it('parts into plans where all lines rest, and loses no tick', () => {
    const pulse = (k: number) => hold({ rows: { 0: k / 1000 }, columns: { 1: 'sense' }, windows: { 1: 1e-5 } });
    const train = sequential(Array.from({ length: 100 }, (_, k) => sequential([pulse(k + 1), rest(1e-5)])));
    const { plans, report } = compileTimeline(train, on({ maxPlanBytes: 1000 }));
    expect(plans.length).toBeGreaterThan(3);
    expect(plans.reduce((sum, plan) => sum + planTicks(plan), 0)).toBe(report.ticks);
    expect(report.ticks).toBe(timelineTicks(train, on()));
    for (const plan of plans.slice(1)) expect([rowDrive(plan, 0, 0), rowDrive(plan, 1, 0)]).toContain(0);
    const driven = plans.flatMap((plan) =>
      ticksOf(plan)
        .map((_, block) => rowDrive(plan, block, 0))
        .filter(Boolean),
    );
    expect(driven).toEqual(Array.from({ length: 100 }, (_, k) => nearestCode((k + 1) / 1000, limits)));
  });
});

describe('the report', () => {
  it('tells what rounding did, largest and one by one', () => {
    const { plans, report } = compileTimeline(
      hold({ seconds: 104e-6, rows: { 0: 0.1 }, columns: { 1: 'sense' }, windows: { 1: 42e-6 } }),
      on({ edgeTicks: 10, settleTicks: 15, openTicks: 10, dacBits: 8 }),
    );
    expect(ticksOf(plans[0]!)).toEqual([100]);
    expect(windowFrom(plans[0]!, 0, 1)).toBe(20);
    expect(report.largestSecondsError).toBeCloseTo(4e-6, 12);
    // 15.625 mV a code
    expect(report.largestVoltsError).toBeCloseTo(0.1 - 6 * 0.015625, 12);
    expect(report.roundings.map(({ what }) => what)).toEqual(['W00', 'duration', 'B01 window']);
    expect(report.roundings[2]).toMatchObject({ hold: 1, asked: 42e-6, unit: 's' });
    expect(report.clippedWindows).toBe(0);
  });

  it('counts windows that the end of their hold cuts, every time', () => {
    const clipped = hold({ seconds: 50e-6, columns: { 0: 'sense', 1: 'sense' }, windows: { 0: 36e-6, 1: 35e-6 } });
    expect(compileTimeline(repeat(7, clipped), on()).report.clippedWindows).toBe(7);
  });
});

/** Ticks of a tree by its own rule, from those of its holds. */
function summed(node: Timeline, ofHold: (one: Hold) => number): number {
  if (node.kind === 'hold') return ofHold(node);
  if (node.kind === 'repeat' && node.times === 0) return 0;
  if (node.kind === 'repeat')
    return Array.from({ length: node.times }, () => summed(node.part, ofHold)).reduce((a, b) => a + b, 0);
  const parts = node.parts.map((part) => summed(part, ofHold));
  return node.kind === 'sequential' ? parts.reduce((a, b) => a + b, 0) : Math.max(0, ...parts);
}

/** The holds of a tree that are under way at a tick, found from above. */
function holdsAt(node: Timeline, tick: number, ofHold: (one: Hold) => number): Hold[] {
  if (tick < 0 || tick >= summed(node, ofHold)) return [];
  if (node.kind === 'hold') return [node];
  if (node.kind === 'parallel') return node.parts.flatMap((part) => holdsAt(part, tick, ofHold));
  const parts = node.kind === 'repeat' ? Array.from<Timeline>({ length: node.times }).fill(node.part) : node.parts;
  let start = 0;
  for (const part of parts) {
    const length = summed(part, ofHold);
    if (tick < start + length) return holdsAt(part, tick - start, ofHold);
    start += length;
  }
  return [];
}

/** The tree on every third line alone, so that parts at once seldom hold the same ones. */
function onLines(node: Timeline, third: number): Timeline {
  if (node.kind === 'repeat') return { ...node, part: onLines(node.part, third) };
  if (node.kind !== 'hold') return { ...node, parts: node.parts.map((part) => onLines(part, third)) };
  const kept = <Value>(lines: Readonly<Record<number, Value>> | undefined): Record<number, Value> =>
    Object.fromEntries(Object.entries(lines ?? {}).filter(([line]) => Number(line) % 3 === third));
  const { seconds = 300e-6, rows, columns, windows } = node;
  return { kind: 'hold', seconds, rows: kept(rows), columns: kept(columns), windows: kept(windows) };
}

const codeOf = (drive: LineDrive | undefined): number => {
  if (drive === 'float') return FLOATING;
  if (drive === 'sense') return SENSED;
  if (typeof drive === 'object') throw new Error('no levels in these trees');
  return nearestCode(drive ?? 0, limits);
};

describe('any tree', () => {
  const level = fc.constantFrom(0.1, -0.2, 0.3);
  const row = fc.oneof({ weight: 4, arbitrary: level }, fc.constantFrom<LineDrive>('float', 'sense'));
  const column = fc.oneof(fc.constant<LineDrive>('sense'), level, fc.constant<LineDrive>('float'));
  const time = fc.integer({ min: 1, max: 1500 }).map((ticks) => ticks * 1e-6);
  const lines = <Value>(value: fc.Arbitrary<Value>, count: number) =>
    fc.dictionary(fc.integer({ min: 0, max: count - 1 }).map(String), value, { maxKeys: 2 });
  const leaf: fc.Arbitrary<Timeline> = fc
    .record({
      seconds: fc.option(time, { nil: undefined }),
      rows: lines(row, shape.rows),
      columns: lines(column, shape.columns),
      length: fc.option(time, { nil: undefined }),
      sample: fc.option(fc.constant('soonest' as const), { nil: undefined, freq: 4 }),
    })
    .map(({ seconds, rows, columns, length, sample }) => {
      const connected = Object.keys(columns).filter((key) => columns[key] !== 'float');
      const isSampled = sample && [...Object.values(rows), ...Object.values(columns)].includes('sense');
      const isFitted = seconds === undefined && ((length !== undefined && connected.length > 0) || isSampled);
      return hold({
        ...(!isFitted && { seconds: seconds ?? 300e-6 }),
        ...(isSampled && { sample }),
        rows,
        columns,
        windows: length === undefined ? {} : Object.fromEntries(connected.map((key) => [key, length])),
      });
    });
  const { tree } = fc.letrec<{ tree: Timeline }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map(sequential),
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(parallel),
      fc
        .array(tie('tree'), { minLength: 1, maxLength: 3 })
        .map((parts) => parallel(parts.map((part, k) => onLines(part, k)))),
      fc.tuple(fc.integer({ min: 0, max: 3 }), tie('tree')).map(([times, part]) => repeat(times, part)),
    ),
  }));
  const board = fc.record({
    edgeTicks: fc.constantFrom(1, 4),
    settleTicks: fc.integer({ min: 0, max: 30 }),
    openTicks: fc.integer({ min: 0, max: 30 }),
    maxBlockTicks: fc.constantFrom(200, 1000, 5000),
    maxPlanBytes: fc.constantFrom(300, 1 << 20),
    readSeconds: fc.constantFrom(seconds(7e-6), seconds(20e-6)),
  });

  it('compiles to plans within every limit, or is refused', () => {
    let made = 0;
    fc.assert(
      fc.property(
        tree,
        board,
        fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (timeline, some, instants) => {
          const target = on(some);
          const { edgeTicks, settleTicks, openTicks } = target.limits;
          let compiled;
          try {
            compiled = compileTimeline(timeline, target);
          } catch (error) {
            expect(error).toBeInstanceOf(CrossbarError);
            return;
          }
          made += 1;
          const { plans, report } = compiled;
          const ofHold = (one: Hold): number => timelineTicks(one, target);
          const total = summed(timeline, ofHold);
          expect(report.ticks).toBe(total);
          expect(timelineTicks(timeline, target)).toBe(total);
          expect(plans.reduce((sum, plan) => sum + planTicks(plan), 0)).toBe(total);
          for (const plan of plans) {
            assertPlanWithinLimits(plan, shape, target.limits);
            for (let block = 0; block < planBlocks(plan); block += 1) {
              const ticks = plan.blocks.ticks[block]!;
              expect(ticks).toBeGreaterThan(0);
              expect(ticks % edgeTicks).toBe(0);
              for (let line = 0; line < shape.columns; line += 1) {
                if (windowTicks(plan, block, line) === 0) continue;
                expect(windowFrom(plan, block, line)).toBeGreaterThanOrEqual(settleTicks);
                expect(windowUntil(plan, block, line)).toBeLessThanOrEqual(ticks - openTicks);
                expect(windowTicks(plan, block, line)).toBeGreaterThan(0);
              }
            }
          }
          // what the plan does at an instant is what the tree's holds say, and nothing else
          for (const share of instants) {
            let tick = Math.floor(share * total);
            const holds = holdsAt(timeline, tick, ofHold);
            const plan = plans.find((one) => (tick < planTicks(one) ? true : ((tick -= planTicks(one)), false)))!;
            let block = 0;
            for (; tick >= plan.blocks.ticks[block]!; block += 1) tick -= plan.blocks.ticks[block]!;
            for (let line = 0; line < shape.rows; line += 1) {
              const drives = holds.flatMap(({ rows }) => (rows?.[line] === undefined ? [] : [codeOf(rows[line])]));
              expect(new Set(drives).size).toBeLessThanOrEqual(1);
              expect(rowDrive(plan, block, line)).toBe(drives[0] ?? 0);
            }
            for (let line = 0; line < shape.columns; line += 1) {
              const isClosed = tick >= windowFrom(plan, block, line) && tick < windowUntil(plan, block, line);
              const drives = holds.flatMap(({ columns }) =>
                columns?.[line] === undefined ? [] : [codeOf(columns[line])],
              );
              if (isClosed) expect(drives).toContain(columnDrive(plan, block, line));
              if (drives[0] === FLOATING) expect(isClosed).toBe(false);
            }
          }
        },
      ),
      { seed: 4, numRuns: 800 },
    );
    // most random trees are refused for good reasons; the rest must not be a handful
    expect(made).toBeGreaterThan(300);
  });
});
