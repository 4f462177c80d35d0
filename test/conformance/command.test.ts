import { describe, expect, it } from 'vitest';
import { volts } from '../../src/core/index.js';
import { runCli } from '../../src/cli/run-cli.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { builtInChip, createTwin, serveTwinTcp, type TwinOptions } from '../../src/twin/index.js';
import { GATED_CHIP } from './bench-rig.js';

interface Said {
  readonly code: number;
  readonly data: readonly string[];
  readonly said: readonly string[];
}

async function conformance(...args: string[]): Promise<Said> {
  const data: string[] = [];
  const said: string[] = [];
  const terminal: Terminal = {
    data: (text) => void data.push(text),
    say: (text) => void said.push(text),
    redraws: false,
    columns: 100,
    colours: false,
  };
  const code = await runCli(['conformance', ...args], terminal);
  return { code, data, said };
}

/** A board that somebody else has, as far as the program can tell. */
async function onTcp<Result>(
  work: (address: string) => Promise<Result>,
  options: Partial<TwinOptions> = {},
): Promise<Result> {
  const chip = builtInChip('silver-chalcogenide');
  const twin = createTwin({ chip, arrays: [{ rows: 2, columns: 2 }], seed: 5, ...options });
  const { port, close } = await serveTwinTcp(twin, { host: '127.0.0.1', port: 0 });
  try {
    return await work(`tcp://127.0.0.1:${port}`);
  } finally {
    await close();
    twin.close();
  }
}

describe('quarterwave conformance', () => {
  it('says group by group what a twin does, and which profile it passes', async () => {
    const { code, data, said } = await conformance('--board', 'twin:');
    expect([data.at(-1), code, said]).toEqual([expect.stringMatching(/^passes P1 and P10: /u) as string, 0, []]);
    expect(data[0]).toMatch(/^quarterwave software twin, .*, held to P1 \(edges every 1 us\)$/u);
    expect(data[1]).toMatch(
      /^Plans put up to 37\.5 mV on the rows and columns of array 0 \(75 mV across a cell\) for 21 us at a time, reads up to 150 mV/u,
    );
    expect(data).toContain('link: numbers, sessions, and what was lost');
    expect(data).toContain('  ✓ replies are numbered 0, 1, 2.. and acknowledge the request');
    expect(data.filter((line) => line.startsWith('  - '))).not.toEqual([]);
    expect(data.at(-1)).toMatch(/^passes P1 and P10: \d+ checks passed, \d+ skipped$/u);
  });

  it('drives no line of a real board unasked', async () => {
    await onTcp(async (address) => {
      const { code, data, said } = await conformance('--board', address);
      expect(code).toBe(2);
      expect(data[1]).toBe('No line is driven.');
      expect(data.at(-1)).toMatch(/^nothing failed: /u);
      expect(said.at(-1)).toMatch(/^Not played: plans, safety, timing, faults.*dummy array of resistors.*--yes/u);
      const asked = await conformance('--board', address, '--only', 'plans');
      expect([asked.code, asked.data]).toEqual([2, []]);
      expect(asked.said[0]).toMatch(/drives lines and fires plans.*--yes/u);
    });
  });

  it('gives one document to scripts', async () => {
    await onTcp(async (address) => {
      const { code, data, said } = await conformance('--board', address, '--yes', '--only', 'timing', '--json');
      expect([code, data.length]).toEqual([0, 1]);
      expect(said).toContain('timing: edges and clocks');
      const document = JSON.parse(data[0]!) as { checks: unknown[] };
      expect(document).toMatchObject({ board: address, profile: 'P1', passes: [], grounded: true });
      expect(document.checks[0]).toMatchObject({
        id: 'timing.grid',
        state: 'passed',
        section: { number: expect.any(String) as string, title: expect.any(String) as string },
      });
    });
  });

  it.each([
    ['without gates', {}, { columnVolts: 0.0375, cellVolts: 0.075, gateVolts: 0 }],
    ['with gates', { chip: GATED_CHIP, board: { maxGateVolts: volts(1.5) } }, { cellVolts: 0.075, gateVolts: 1.5 }],
    ['that senses only', { board: { drivesColumns: false } }, { columnVolts: 0, cellVolts: 0.0375 }],
  ])('tells scripts what a board %s has to bear', async (_, options, drives) => {
    await onTcp(async (address) => {
      const { data } = await conformance('--board', address, '--only', 'link', '--json');
      const told = (JSON.parse(data[0]!) as { drives: Record<string, number> }).drives;
      for (const [name, value] of Object.entries({ rowVolts: 0.0375, readVolts: 0.15, ...drives })) {
        expect([name, told[name]]).toEqual([name, expect.closeTo(value, 3)]);
      }
    }, options);
  });

  it('exits with 6 where a check fails, and says where it is written', async () => {
    const { code, data } = await conformance('--board', 'twin:?profile=p10', '--profile', 'P1', '--only', 'timing');
    expect([code, data.at(-1)]).toEqual([6, 'fails P1: 1 of 4 checks: timing.grid']);
    const at = data.findIndex((line) => line.startsWith('  ✗ '));
    expect(data.slice(at + 1, at + 4)).toEqual([
      '      expected  edges for P1 (edges every 1 us)',
      '      got       edges every 10 us',
      expect.stringMatching(/^ {6}written {3}protocol\.md \d+, /u) as string,
    ]);
  });
});
