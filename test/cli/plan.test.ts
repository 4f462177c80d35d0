import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { PlanPreview } from '../../src/cli/plan-file/plan-preview.js';
import { quarterwave, startQuarterwave } from './run-quarterwave.js';
import { scratchFolder } from './scratch-folder.js';

const folder = scratchFolder();

const write = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const pulse = write(
  'pulse.yaml',
  `device: silver-chalcogenide
rows: 3
columns: 3
steps:
  - cellRead: { cell: W01B02, volts: 100 mV }
  - pulse: { cell: W01B02, operation: set, volts: 280 mV, width: 50 us, scheme: half }
  - cellRead: { cell: W01B02, volts: 100 mV }
`,
);

/** Ten cells of 38 mS a column against 1 ohm. */
const loaded = write(
  'loaded.json',
  JSON.stringify({
    device: 'anodic-titania',
    rows: 10,
    columns: 2,
    inputs: [0.2, 0.5, -0.3, 0.7, 0.9, -0.1, 0.4, 0.1, 0.6, 1],
    errors: [0.5, -0.3],
    voltsPerInput: 0.168,
    secondsPerErrorUp: 1e-4,
    secondsPerErrorDown: 1e-4,
    quarterSeconds: 250e-6,
    switchOnOhms: 1,
    referenceSiemens: 0.038,
    initialStates: Array.from({ length: 10 }, () => [38 / 70, 38 / 70]),
  }),
);

async function preview(args: readonly string[]): Promise<PlanPreview> {
  const { code, stdout, stderr } = await quarterwave(['plan', ...args, '--preview', '--json'], folder);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout) as PlanPreview;
}

describe('quarterwave plan', () => {
  it('says that an update against 1 ohm of ten cells of 38 mS cannot move a cell, and why', async () => {
    const { code, stderr } = await quarterwave(['plan', loaded], folder);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /No cell can move: W\d\dB\d\d in block \d sees -?\d+ mV of the -?\d+ mV it is ordered, and moves from -?\d+ mV/u,
    );
    expect(stderr).toMatch(/10 cells of 38 mS \(380 mS\) stand against the 1 S of its switch/u);
  });

  it('moves them once compensated, and shows what it changed', async () => {
    expect((await preview([loaded])).margins.verdict).toBe('cannot-move');
    const { stderr, stdout } = await quarterwave(['plan', loaded, '--compensate', '--preview', '--json'], folder);
    expect(stderr).toMatch(/Q1: rows 2\d\d mV; B01 at 2\d\d mV, window x 1\.\d+/u);
    expect((JSON.parse(stdout) as PlanPreview).margins.verdict).toBe('works');
  });

  it('previews pulses, length, energy, disturb and limits, and who keeps them', async () => {
    const shown = await preview([pulse, '--board', 'twin:']);
    expect(shown).toMatchObject({
      plans: 1,
      blocks: 3,
      samples: 2,
      pulses: 1,
      mostPulses: { cell: 'W01B02', value: 1 },
      longestPulse: { cell: 'W01B02', value: expect.closeTo(50e-6, 12) as number },
      margins: { verdict: 'works', findings: [] },
    });
    // guards of 10 us and 1 us in each of three blocks, two reads of 10 us and the pulse
    expect(shown.seconds).toBeCloseTo(3 * 11e-6 + 2 * 10e-6 + 50e-6, 9);
    expect(shown.hash).toMatch(/^[0-9a-f]{32}$/u);
    const rows = shown.quantities.find(({ quantity }) => quantity === 'row-volts')!;
    expect(rows.limitedBy).toMatch(/from the board, which the firmware enforces before the first edge/u);
    const cells = shown.quantities.find(({ quantity }) => quantity === 'set-volts')!;
    expect(cells).toMatchObject({ limit: 0.32 });
    const tighter = await preview([pulse, '--board', 'twin:', '--max-volts', '0.3']);
    const kept = tighter.quantities.find(({ quantity }) => quantity === 'set-volts')!;
    expect(kept.limit).toBe(0.3);
    expect(kept.limitedBy).toMatch(/from the command-line/u);
  });

  it('takes the limits of a file, and refuses what passes them with exit 5', async () => {
    const limits = write('limits.yaml', 'maxVolts: 250 mV\n');
    const refused = await quarterwave(['plan', pulse, '--board', 'twin:', '--limits', limits], folder);
    expect(refused.code).toBe(5);
    expect(refused.stderr).toMatch(/W01B02 in block 2 comes to 280 mV, above the limit of 250 mV from the config/u);
  });

  it('prints a waveform dump, a netlist, tables and cells', async () => {
    const vcd = await quarterwave(['plan', pulse, '--format', 'vcd', '--cell', 'W01B02'], folder);
    expect(vcd.stdout).toMatch(/\$var real 64 \S+ W01_volts \$end/u);
    expect(vcd.stdout).toMatch(/W01B02_amperes/u);
    const spice = await quarterwave(['plan', pulse, '--format', 'spice'], folder);
    expect(spice.stdout).toMatch(/\n\s*tran [\s\S]*\.end/u);
    const csv = await quarterwave(['plan', pulse, '--format', 'csv'], folder);
    expect(csv.stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toHaveLength(1 + 3 * 6 + 2);
    const svg = await quarterwave(['plan', pulse, '--cell', 'W01B02'], folder);
    expect(svg.stdout).toMatch(/Cells, predicted/u);
    const wrong = await quarterwave(['plan', pulse, '--cell', 'W07B02'], folder);
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/the array is 3x3, counted from 0/u) as string,
    });
  });

  it.each([
    ['steps: [{ pulse: { cell: W0 } }]', /steps\[0\]\.pulse\.cell must be a cell such as W02B05/u],
    ['steps: [{ blink: 1 }]', /steps\[0\]\.blink is not a known key.*known here: update, read, cellRead, pulse/u],
    ['steps: []', /steps/u],
    ['steps: [{ rest: 1 ms }]\nvolts: 1', /volts.*is not a known key/u],
    ['steps: [{ waveform: nothing.csv }]', /nothing\.csv: there is no such file/u],
    ['steps: [{ cellRead: { cell: W09B00, volts: 0.1 } }]', /no cell W09B00 on a 3x3 array/u],
  ])('says in one line what is wrong with %s', async (steps, message) => {
    const path = write('wrong.yaml', `device: silver-chalcogenide\nrows: 3\ncolumns: 3\n${steps}\n`);
    const { code, stderr } = await quarterwave(['plan', path], folder);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
  });

  it.each(['iv-curve', 'potentiate'])('works for plans/%s.yaml on the built-in twin', async (name) => {
    const path = fileURLToPath(new URL(`../../plans/${name}.yaml`, import.meta.url));
    expect((await preview([path, '--board', 'twin:'])).margins.verdict).toBe('works');
  });
});

interface Ran {
  readonly preview: PlanPreview;
  readonly samples: readonly { readonly line: string; readonly amperes: number; readonly rowVolts: number }[];
  readonly proof: { readonly grounded: boolean };
  readonly folder: string;
}

describe('quarterwave run', () => {
  it('fires an approved plan once, with its samples, its proof and its account', async () => {
    const { hash } = await preview([pulse, '--board', 'twin:']);
    const done = await quarterwave(['run', pulse, '--approve', hash.slice(0, 12), '--json'], folder);
    expect(done).toMatchObject({ code: 0 });
    const ran = JSON.parse(done.stdout) as Ran;
    expect(ran.preview.hash).toBe(hash);
    expect(ran.proof.grounded).toBe(true);
    expect(ran.samples.map(({ line, rowVolts }) => [line, Number(rowVolts.toFixed(3))])).toEqual([
      ['B02', 0.1],
      ['B02', 0.1],
    ]);
    // the pulse has raised the cell
    expect(ran.samples[1]!.amperes).toBeGreaterThan(ran.samples[0]!.amperes * 1.01);
    for (const file of ['run.json', 'preview.json', 'figures/plan.svg', 'tables/samples.csv', 'chip/ledger.qwl']) {
      expect(existsSync(join(ran.folder, file)) ? '' : file).toBe('');
    }
    const journal = readFileSync(join(ran.folder, 'journal.jsonl'), 'utf8');
    expect(journal).toMatch(/"type":"intent"[\s\S]*"grounded":true[\s\S]*"type":"ack","from":1,"to":1/u);
    const verified = await quarterwave(['runs', 'verify', ran.folder], folder);
    expect(verified.code).toBe(0);
  });

  it('fires nothing where another plan was approved', async () => {
    const refused = await quarterwave(['run', pulse, '--approve', '0123456789abcdef'], folder);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/approved was 0123456789abcdef: nothing was fired/u);
  });

  it('refuses with exit 5 what cannot work, unless it is told to', async () => {
    const board = 'twin:?arrays=10x2';
    const chip = write(
      'resistive.yaml',
      'device: anodic-titania\nswitch: { onOhms: 1 Ohm }\ninitialConductance: { min: 37.9 mS, max: 38.1 mS }\n',
    );
    const refused = await quarterwave(['run', loaded, '--board', board, '--chip', chip], folder);
    expect(refused).toMatchObject({ code: 5 });
    expect(refused.stderr).toMatch(/No cell can move[\s\S]*--anyway/u);
    const fired = await quarterwave(['run', loaded, '--board', board, '--chip', chip, '--anyway', '--json'], folder);
    expect(fired).toMatchObject({ code: 0 });
  });

  it('keeps to the ratings of the chip without --allow', async () => {
    const hard = write('hard.yaml', readFileSync(pulse, 'utf8').replace('280 mV', '330 mV'));
    const refused = await quarterwave(['run', hard], folder);
    expect(refused.code).toBe(5);
    expect(refused.stderr).toMatch(/from the chip.*--allow over-range/u);
    const allowed = await quarterwave(['run', hard, '--allow', 'over-range', '--anyway'], folder);
    expect(allowed).toMatchObject({ code: 0 });
  });
});

describe('quarterwave run interrupted', () => {
  const long = write(
    'long.yaml',
    `device: silver-chalcogenide
rows: 3
columns: 3
steps:
  - cellRead: { cell: W00B00, volts: 100 mV }
  - train: { cell: W00B00, operation: set, volts: 200 mV, width: 900 us, pulses: 20000, interval: 1 ms }
`,
  );

  it('twice grounds in the middle of the plan, with the proof in the run folder', async () => {
    const running = startQuarterwave(['run', long, '--board', 'twin:?pace=real-time'], folder);
    await running.saw(/Firing [0-9a-f]{32}: 3\d\.\d+ s/u);
    running.child.kill('SIGINT');
    await running.saw(/Again to ground at once/u);
    running.child.kill('SIGINT');
    const { code, stderr } = await running.finished;
    expect({ code, stderr }).toMatchObject({ code: 130 });
    const runs = readdirSync(join(folder, 'runs'), { recursive: true, encoding: 'utf8' });
    const journal = runs.find((path) => path.includes('plan-long') && path.endsWith('journal.jsonl'))!;
    const text = readFileSync(join(folder, 'runs', journal), 'utf8');
    expect(text).toMatch(/"type":"grounded","grounded":true[\s\S]*"exitStatus":"abort"/u);
  });
});

describe('quarterwave run of a forming pulse', () => {
  it('takes --allow forming, whatever its volts', async () => {
    const form = write('form.yaml', readFileSync(pulse, 'utf8').replace('operation: set', 'operation: form'));
    const refused = await quarterwave(['run', form], folder);
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/forms a cell.*--allow forming/u) as string,
    });
    expect((await quarterwave(['run', form, '--allow', 'forming'], folder)).code).toBe(0);
  });
});

describe('quarterwave ledger', () => {
  const run = ['run', pulse, '--chip-id', 'die12', '--board', `twin:?arrays=3x3&state=${join(folder, 'die12.state')}`];

  it('keeps the account of a chip across runs, and refuses what passes its budget', async () => {
    for (const expected of [1, 2]) {
      expect((await quarterwave(run, folder)).code).toBe(0);
      const { stdout } = await quarterwave(['ledger', 'die12', '--json'], folder);
      expect(JSON.parse(stdout)).toMatchObject({
        passport: { id: 'die12', device: 'silver-chalcogenide', maxPulsesPerCell: null },
        plans: expected,
        uncounted: 0,
        arrays: [{ pulses: expected, mostPulses: { cell: 'W01B02', value: expected } }],
      });
    }
    expect((await quarterwave(['ledger', 'die12', '--budget', '3'], folder)).stdout).toMatch(/budget 3 pulses a cell/u);
    expect((await quarterwave(run, folder)).code).toBe(0);
    const refused = await quarterwave(run, folder);
    expect(refused.code).toBe(5);
    expect(refused.stderr).toMatch(/array 0 W01B02 has had 4 pulses, and die12 allows 3 a cell/u);
    const { stdout } = await quarterwave(['ledger'], folder);
    expect(stdout.trim()).toBe('die12');
  });

  it('says what was fired without being counted', async () => {
    const { stdout, code } = await quarterwave(['ledger', 'die12'], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/3 plans counted, 0 fired without being counted/u);
    const unknown = await quarterwave(['ledger', 'die13'], folder);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringMatching(/Known chips: die12/u) as string });
  });
});
