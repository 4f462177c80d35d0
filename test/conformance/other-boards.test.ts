import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allChecks } from '../../src/conformance/index.js';
import { volts } from '../../src/core/index.js';
import { OPS } from '../../src/protocols/index.js';
import { builtInChip } from '../../src/twin/index.js';
import { GATED_CHIP, idsOf, played, transcripts } from './bench-rig.js';
import { saying } from './breakages.js';
import { broken } from './broken-link.js';

describe('a board that is right', () => {
  it('may have no clock of its own', async () => {
    const { results } = await played({ clockless: true });
    expect(idsOf(results, 'failed')).toEqual([]);
    const why = new Map<string | undefined, number>();
    for (const result of results) why.set(result.why, (why.get(result.why) ?? 0) + 1);
    expect(new Set(why.keys())).toEqual(
      new Set([
        undefined,
        'the board has no clock of its own and grants no lease',
        'every tick is on the grid of this board',
        'its plans are over before anything else can reach it',
        'the board has no gates',
      ]),
    );
    expect(why.get(undefined)).toBeGreaterThan(90);
  });

  it('may measure no edges', async () => {
    const { results } = await played({
      only: ['timing'],
      breaking: (twin) =>
        broken(twin, {
          toBoard: (frame) => [frame.op === OPS.trace ? { ...frame, op: 0x7ff1 } : frame],
          ...saying(
            ({ op }) => op === 0x7ff1,
            (frame) => [{ ...frame, op: OPS.trace }],
          ),
        }),
    });
    expect(idsOf(results, 'failed')).toEqual([]);
    expect(results.find(({ id }) => id === 'timing.edges')).toMatchObject({
      state: 'skipped',
      why: expect.stringContaining('oscilloscope') as string,
    });
  });

  it('may have been on for long', async () => {
    const { results } = await played({ fresh: false, only: ['transcripts', 'link'] });
    expect(idsOf(results, 'failed')).toEqual([]);
    const skipped = idsOf(results, 'skipped');
    expect(skipped).toContain('transcripts.status-registers');
    expect(skipped).toContain('link.silent-before-hello');
    expect(idsOf(results, 'passed')).toContain('transcripts.error-queue');
  });

  it('may have edges every 10 us, and passes P10 and not P1', async () => {
    const twin = { board: { edgeTicks: 10, settleTicks: 20, openTicks: 10, maxSamples: 500 } };
    const { results } = await played({ twin });
    expect(idsOf(results, 'failed')).toEqual([]);
    expect(idsOf(results, 'skipped')).toEqual(['plans.gate-voltage']);
    const asP1 = await played({ twin, profile: 'P1', only: ['timing'] });
    expect(idsOf(asP1.results, 'failed')).toEqual(['timing.grid']);
  });
});

describe('a board that is right, whatever it can', () => {
  it.each([
    [
      'has gates',
      { maxGateVolts: volts(2) },
      ['plans.guard', 'plans.grid', 'plans.sample-grid', 'plans.samples-as-read'],
    ],
    ['needs no guards', {}, ['plans.guard', 'plans.grid', 'plans.gate-voltage', 'plans.sample-grid']],
    [
      'drives no columns and leaves no row floating',
      { drivesColumns: false, floatsRows: false, settleTicks: 3 },
      ['plans.grid', 'plans.column-voltage', 'plans.gate-voltage', 'plans.sample-grid'],
    ],
    [
      'samples nothing',
      { maxSamples: 0, openTicks: 2 },
      [
        'plans.grid',
        'plans.gate-voltage',
        'plans.sample-time',
        'plans.sample-grid',
        'plans.too-many-samples',
        'plans.samples',
        'plans.samples-as-read',
        'plans.samples-kept',
        'plans.samples-in-order',
      ],
    ],
    [
      'has a reference that is soon beyond full scale',
      { dacFullScaleVolts: volts(0.5), openTicks: 1 },
      ['plans.grid', 'plans.gate-voltage', 'plans.sample-grid'],
    ],
    ['is guarded off its grid', { edgeTicks: 4, settleTicks: 10, openTicks: 1 }, ['plans.gate-voltage']],
  ] as const)('%s', async (_, board, skipped) => {
    const chip = 'maxGateVolts' in board ? GATED_CHIP : builtInChip('silver-chalcogenide');
    const { results } = await played({ twin: { board, chip }, only: ['plans', 'timing'] });
    expect(idsOf(results, 'failed')).toEqual([]);
    expect(idsOf(results, 'skipped')).toEqual(skipped);
  });
});

describe('a board that is lost', () => {
  it('is played no further once it answers nothing any more', async () => {
    let heard = 0;
    const isDead = (): boolean => (heard += 1) > 100;
    const dying = played({
      only: ['link', 'resources'],
      breaking: (twin) =>
        broken(twin, {
          toBoard: (frame) => (isDead() ? [] : [frame]),
          line: () => (isDead() ? '' : undefined),
        }),
    });
    await expect(dying).rejects.toMatchObject({ code: 'link-lost' });
  });
});

describe('a check', () => {
  const checks = allChecks(transcripts);

  it('has a name of its own', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    for (const { id, group } of checks) expect(id).toMatch(new RegExp(`^${group}\\.[a-z0-9-]+$`, 'u'));
  });

  it('names a section that is there', () => {
    const spec = readFileSync(new URL('../../firmware-spec/protocol.md', import.meta.url), 'utf8');
    const headings = new Set(spec.match(/^#{2,3} .*$/gmu)?.map((heading) => heading.replace(/^#+ /u, '')));
    for (const { id, section } of checks) {
      const { number, title } = section;
      const heading = number.includes('.') ? `${number} ${title}` : `${number}. ${title}`;
      expect([id, headings.has(heading)]).toEqual([id, true]);
    }
  });
});
