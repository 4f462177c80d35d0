import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { randomStream } from '../../src/core/index.js';
import { builtInChip, createTwin, serveTwinPty } from '../../src/twin/index.js';
import { scratchFolder } from '../cli/scratch-folder.js';

const KILLS = 100;
/** From the first plan that was fired to the kill; a plan takes less than a millisecond. */
const WITHIN_MILLISECONDS = 40;
/** So many of a hundred hosts are killed before that: while they open the port, greet, settle. */
const EARLY_PERCENT = 20;
const START_MILLISECONDS = 600;
const MINUTES = 60_000;

const program = fileURLToPath(new URL('pulsing-host.mjs', import.meta.url));
const folder = scratchFolder();

interface Settled {
  readonly run: string;
  readonly fired: readonly number[];
  readonly notFired: readonly number[];
  readonly inDoubt: readonly number[];
}

/** Starts a host, kills it at a random instant, and says what it had settled before; undefined where it did not come so far. */
async function killedHost(uri: string, parent: string | undefined, random: () => number): Promise<Settled | undefined> {
  const host = spawn(process.execPath, [program, uri, folder, ...(parent === undefined ? [] : [parent])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(host, 'close');
  const killAfter = (milliseconds: number): void => {
    const timer = setTimeout(() => host.kill('SIGKILL'), milliseconds);
    void ended.then(() => clearTimeout(timer));
  };
  const early = random() * 100 < EARLY_PERCENT;
  if (early) killAfter(random() * START_MILLISECONDS);
  let settled: Settled | undefined;
  for await (const line of createInterface(host.stdout)) {
    if (line === 'pulsing') killAfter(random() * WITHIN_MILLISECONDS);
    else settled = JSON.parse(line) as Settled;
  }
  await ended;
  return settled;
}

describe('a host that is killed', () => {
  it(
    `at ${KILLS} random instants over a pty has fired no plan twice and leaves none unknown`,
    async () => {
      const twin = createTwin({ chip: builtInChip('silver-chalcogenide'), arrays: [{ rows: 3, columns: 4 }], seed: 3 });
      const { path, close } = await serveTwinPty(twin, { path: join(folder, 'board') });
      onTestFinished(close);
      const stream = randomStream(7, 'kills');
      let parent: string | undefined;
      let left = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const settled = await killedHost(`serial://${path}`, parent, () => stream.uniform());
        if (settled === undefined) continue;
        expect(settled.inDoubt, 'unknown serials').toEqual([]);
        for (const serial of settled.fired) expect(twin.ledger.executions(serial), `fired ${serial}`).toBe(1);
        left += settled.fired.length;
        parent = settled.run;
      }
      const { total } = twin.ledger;
      expect(total).toBeGreaterThan(KILLS);
      expect(left, 'plans that were under way when a host was killed').toBeGreaterThan(0);
      for (let serial = 1; serial <= total; serial += 1) expect(twin.ledger.executions(serial), `${serial}`).toBe(1);
    },
    5 * MINUTES,
  );
});
