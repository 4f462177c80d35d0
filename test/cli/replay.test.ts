import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRecording } from '../../src/drivers/recording-reader.js';
import { quarterwave, startQuarterwave, type Finished } from './run-quarterwave.js';
import { scratchFolder } from './scratch-folder.js';
import { smallRecipe } from './small-recipe.js';

const folder = scratchFolder();
const recipe = smallRecipe(folder, { epochs: 1 });
const recording = join(folder, 'lab.ndjson');
/** Four programs one after the other, on a machine that may be busy. */
const MILLISECONDS = 90_000;

/** What is the same when the board did the same: everything but the times and places of this run. */
function outcome({ stdout }: Finished): unknown {
  const {
    runFolder,
    report: _report,
    board: _board,
    wallSeconds: _wall,
    grounded,
    ...result
  } = JSON.parse(stdout) as Record<string, unknown>;
  const { grounded: proven, residualVolts } = grounded as Record<string, unknown>;
  const checkpoints = readdirSync(join(String(runFolder), 'checkpoints')).toSorted();
  const path = join(String(runFolder), 'checkpoints', checkpoints.at(-1)!);
  return { ...result, proven, residualVolts, checkpoint: JSON.parse(readFileSync(path, 'utf8')) as unknown };
}

async function trainBehind(proxy: readonly string[], seed: string): Promise<{ trained: Finished; proxy: Finished }> {
  const running = startQuarterwave([...proxy, '--listen', 'tcp://127.0.0.1:0'], folder);
  const [address] = await running.saw(/tcp:\/\/127\.0\.0\.1:\d+/u);
  const board = `${address}?reconnect=1`;
  const trained = await quarterwave(['train', recipe, '--json', '--seed', seed, '--board', board], folder);
  return { trained, proxy: await running.finished };
}

describe('quarterwave record and replay', { timeout: MILLISECONDS }, () => {
  it('gives the result of a recorded training again, bit for bit, without the board', async () => {
    const recorded = await trainBehind(['record', recording, '--board', 'twin:?arrays=5x4,5x3&seed=5'], '5');
    expect(recorded.trained.code).toBe(0);
    expect(recorded.proxy.code).toBe(0);
    expect(recorded.proxy.stderr).toMatch(/lab\.ndjson: \d+ bytes to the board, \d+ bytes to the host/u);

    const replayed = await trainBehind(['replay', recording], '5');
    expect(replayed.proxy.stderr).toContain('replayed to the end');
    expect(replayed.proxy.code).toBe(0);
    expect(replayed.trained.code).toBe(0);
    expect(outcome(replayed.trained)).toEqual(outcome(recorded.trained));
  });

  it('stops a program that does something else, and says where', async () => {
    const { trained, proxy } = await trainBehind(['replay', recording], '6');
    expect(proxy.code).toBe(6);
    expect(proxy.stderr).toMatch(/lab\.ndjson line \d+: expected from the host \w+ of \d+ bytes with .*, got \w+ of/u);
    expect(trained.code).not.toBe(0);
  });

  it('replays what a killed recorder left, up to its torn line', async () => {
    const torn = join(folder, 'torn.ndjson');
    const text = readFileSync(recording, 'utf8');
    writeFileSync(torn, text.slice(0, Math.floor(text.length / 2)));
    const { proxy } = await trainBehind(['replay', torn], '5');
    expect(proxy.stderr).toContain('the last line was cut off');
    expect(proxy.stderr).toMatch(/line \d+ was the last: expected from the host nothing more, got/u);
    expect(proxy.code).toBe(6);
  });

  it('keeps what went over the link until the recorder was killed', async () => {
    const path = join(folder, 'killed.ndjson');
    const listen = ['--board', 'twin:?arrays=5x4,5x3', '--listen', 'tcp://127.0.0.1:0'];
    const recorder = startQuarterwave(['record', path, ...listen], folder);
    const [address] = await recorder.saw(/tcp:\/\/127\.0\.0\.1:\d+/u);
    const training = startQuarterwave(['train', recipe, '--board', `${address}?reconnect=1`], folder);
    while (statSync(path).size < 100_000) await new Promise((resolve) => setImmediate(resolve));
    recorder.child.kill('SIGKILL');
    expect((await recorder.finished).signal).toBe('SIGKILL');
    expect((await training.finished).code).not.toBe(0);
    const { chunks, header } = parseRecording(readFileSync(path, 'utf8'), path);
    expect(header.board).toBe('twin:?arrays=5x4,5x3');
    expect(chunks.length).toBeGreaterThan(100);
  });

  it('refuses to write over a recording, and to replay what is none', async () => {
    const again = await quarterwave(['record', recording], folder);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('and it is kept') as string]);
    const none = await quarterwave(['replay', recipe], folder);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('line 1: this is no recording') as string]);
  });
});
