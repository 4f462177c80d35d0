import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRun, verifyRun } from '../../src/runs/index.js';
import { quarterwave, startQuarterwave } from './run-quarterwave.js';
import { scratchFolder } from './scratch-folder.js';
import { smallRecipe } from './small-recipe.js';

const folder = scratchFolder();

interface Result {
  test: { correct: number; total: number; accuracy: number };
  reference: { correct: number; total: number; accuracy: number };
  seed: number;
  splits: number;
  pulses: number;
  clippedWindows: number;
  boardSeconds: number;
  wallSeconds: number;
  energyJoules: number;
  runFolder: string;
  completed: boolean;
  grounded: { grounded: boolean };
}

const resultOf = (stdout: string): Result => JSON.parse(stdout) as Result;

/** What must be the same for the same seed, whatever the transport. */
function trained({ test, reference, pulses, clippedWindows, boardSeconds, energyJoules, runFolder }: Result): unknown {
  const checkpoint = readdirSync(join(runFolder, 'checkpoints')).toSorted().at(-1)!;
  const { tally, ...progress } = JSON.parse(readFileSync(join(runFolder, 'checkpoints', checkpoint), 'utf8')) as {
    tally: unknown;
  };
  return { test, reference, pulses, clippedWindows, boardSeconds, energyJoules, tally, progress };
}

describe('quarterwave train', () => {
  it('trains on the built-in twin and leaves a sealed run folder behind', async () => {
    const { code, stdout } = await quarterwave(['train', smallRecipe(folder, { epochs: 12 }), '--json'], folder);
    expect(code).toBe(0);
    const result = resultOf(stdout);
    expect(result).toMatchObject({ seed: 1, splits: 1, completed: true, grounded: { grounded: true } });
    expect(result.test.total).toBe(45);
    // three classes: chance is a third
    expect(result.test.accuracy).toBeGreaterThan(0.6);
    expect(result.pulses).toBeGreaterThan(1000);
    expect(result.energyJoules).toBeGreaterThan(0);
    expect(verifyRun(result.runFolder)).toMatchObject({ sealed: true, intact: true });
    const report = readFileSync(join(result.runFolder, 'report.html'), 'utf8');
    expect(report.match(/<svg/gu)!.length).toBeGreaterThanOrEqual(5);
    expect(report).not.toMatch(/(src|href)="https?:/u);
    const run = openRun(result.runFolder);
    expect(run.exitStatus).toBe('success');
    expect(run.serials.unacknowledged).toEqual([]);
  });

  it('gives the same result bit for bit in-process, over TCP and over a pty', async () => {
    const recipe = smallRecipe(folder, { epochs: 2 });
    const arrays = '5x4,5x3';
    const inProcess = resultOf((await quarterwave(['train', recipe, '--json', '--seed', '5'], folder)).stdout);

    const tcp = startQuarterwave(['twin', 'serve', '--listen', 'tcp://127.0.0.1:0', '--arrays', arrays], folder);
    const [address] = await tcp.saw(/tcp:\/\/127\.0\.0\.1:\d+/u);
    const overTcp = resultOf(
      (await quarterwave(['train', recipe, '--json', '--seed', '5', '--board', address], folder)).stdout,
    );
    tcp.child.kill('SIGINT');
    expect((await tcp.finished).code).toBe(0);

    const pty = join(folder, 'board');
    const served = startQuarterwave(['twin', 'serve', '--pty', pty, '--arrays', arrays], folder);
    await served.saw(/serving/u);
    const overPty = resultOf(
      (await quarterwave(['train', recipe, '--json', '--seed', '5', '--board', `serial://${pty}`], folder)).stdout,
    );
    served.child.kill('SIGTERM');
    expect((await served.finished).code).toBe(0);

    expect(trained(overTcp)).toEqual(trained(inProcess));
    expect(trained(overPty)).toEqual(trained(inProcess));
  }, 60_000);

  it('finishes the plan, checkpoints and grounds at the first Ctrl-C, and goes on from there', async () => {
    const recipe = smallRecipe(folder, { name: 'interrupted', epochs: 400 });
    const running = startQuarterwave(['train', recipe, '--json'], folder);
    const root = join(folder, 'runs');
    await until(
      () => newestRun(root, 'interrupted'),
      (run) => openRun(run).lastCheckpoint !== null,
    );
    running.child.kill('SIGINT');
    const { code, stdout, stderr } = await running.finished;
    expect(code).toBe(130);
    const { runFolder } = resultOf(stdout);
    const run = openRun(runFolder);
    expect(run).toMatchObject({ exitStatus: 'abort', grounded: { grounded: true } });
    expect(run.serials.unacknowledged).toEqual([]);
    expect(stderr).toContain(`quarterwave train --resume ${runFolder}`);
  });

  it('goes on after SIGKILL: settles every open plan, repeats none, and ends as well trained', async () => {
    const recipe = smallRecipe(folder, { name: 'killed', epochs: 30 });
    const whole = resultOf((await quarterwave(['train', recipe, '--json'], folder)).stdout);
    const root = join(folder, 'killed-runs');
    const running = startQuarterwave(['train', recipe, '--json', '--runs', root], folder);
    const path = await until(
      () => newestRun(root, 'killed'),
      (run) => (openRun(run).epoch ?? 0) >= 6,
    );
    running.child.kill('SIGKILL');
    expect((await running.finished).signal).toBe('SIGKILL');

    const killed = openRun(path);
    expect(killed.exitStatus).toBe('interrupted');
    expect(killed.serials.unacknowledged.length).toBeGreaterThan(0);
    const shown = await quarterwave(['runs', 'show', path], folder);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/progress {5}split 1, epoch \d+/u);

    const { code, stdout } = await quarterwave(['train', '--resume', path, '--json', '--runs', root], folder);
    expect(code).toBe(0);
    const resumed = resultOf(stdout);
    const run = openRun(resumed.runFolder);
    expect(run.start.parentRun).toBe(killed.start.uid);
    // every serial of the second run is new: nothing of the first was fired again
    const lastBefore = Math.max(...killed.serials.acknowledged.map(({ to }) => to));
    expect(Math.min(...run.serials.intended.map(({ from }) => from))).toBeGreaterThan(lastBefore);
    const [doubt] = run.inDoubt;
    const settled = doubt!.data as { fired: number[]; notFired: number[]; inDoubt: number[]; cells: unknown[] };
    const open = killed.serials.unacknowledged.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    expect(settled.fired.length + settled.notFired.length + settled.inDoubt.length).toBe(open);
    // only a plan that was under way at the very instant can be in doubt
    expect(settled.inDoubt.length).toBeLessThanOrEqual(1);
    expect(settled.cells).toHaveLength(2);
    expect(resumed.test.accuracy).toBeGreaterThanOrEqual(whole.test.accuracy - 0.1);
  }, 60_000);
});

function newestRun(root: string, name: string): string | undefined {
  try {
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name.endsWith(`train-${name}`))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => statSync(join(path, 'run.json'), { throwIfNoEntry: false }))
      .toSorted()
      .at(-1);
  } catch {
    return undefined;
  }
}

/** Looks again at every turn of the event loop; the test's own time-out bounds it. */
async function until<Found>(find: () => Found | undefined, holds: (found: Found) => boolean): Promise<Found> {
  for (;;) {
    const found = find();
    if (found !== undefined && holds(found)) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
