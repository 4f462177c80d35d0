import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRun } from './run-summary.js';

let home: string;

/** Child processes run JavaScript, so the two folders they need are transpiled as they are now, not as last built. */
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'quarterwave-processes-'));
  writeFileSync(join(home, 'package.json'), '{"type":"module"}');
  symlinkSync(resolve('node_modules'), join(home, 'node_modules'));
  for (const folder of ['core', 'runs']) {
    const files = readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => /(?<!\.test)\.ts$/.test(name))) {
      const { outputText } = ts.transpileModule(readFileSync(join('src', folder, file), 'utf8'), {
        compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
      });
      const target = join(home, folder, file.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, outputText);
    }
  }
});
afterAll(() => rmSync(home, { recursive: true }));

function child(script: string): ReturnType<typeof spawn> {
  const prelude = `
    import { writeSync } from 'node:fs';
    import { systemClock } from './core/clock.js';
    import { createRun } from './runs/create-run.js';
    const document = { toolVersion: '0', config: {}, seed: 1, streams: [], board: null, parentRun: null };
  `;
  const file = join(home, 'child.js');
  writeFileSync(file, prelude + script);
  return spawn(process.execPath, [file], { cwd: home, stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('processes', () => {
  it('killed with SIGKILL leave every stimulus they fired in the journal', async () => {
    const process = child(`
      const run = createRun({ root: 'killed', kind: 'train', name: 'iris', clock: systemClock, document });
      writeSync(1, run.path + '\\n');
      for (let serial = 1; ; serial += 1) {
        run.stimuli.intend(serial);
        writeSync(1, 'fired ' + serial + '\\n');
        run.stimuli.acknowledge(serial);
        if (serial % 500 === 0) run.checkpoint({ serial }, { split: 0, epoch: serial / 500 - 1 });
      }
    `);
    const lines: string[] = [];
    for await (const line of createInterface({ input: process.stdout! })) {
      lines.push(line);
      if (lines.length === 3_000) process.kill('SIGKILL');
    }
    const fired = lines.filter((line) => /^fired \d+$/.test(line)).length;
    const summary = openRun(lines[0]!);
    const { intended, acknowledged, unacknowledged } = summary.serials;
    expect(fired).toBeGreaterThan(2_900);
    expect(summary.exitStatus).toBe('interrupted');
    expect(summary.lastCheckpoint?.number).toBeGreaterThanOrEqual(5);
    expect(intended).toEqual([{ from: 1, to: expect.any(Number) as number }]);
    expect(intended[0]!.to).toBeGreaterThanOrEqual(fired);
    expect(acknowledged).toEqual([{ from: 1, to: expect.any(Number) as number }]);
    expect(acknowledged[0]!.to).toBeLessThanOrEqual(fired);
    const open = { from: acknowledged[0]!.to + 1, to: intended[0]!.to };
    expect(unacknowledged).toEqual(open.from > open.to ? [] : [open]);
  });

  it('that start runs in the same second with few tags to draw from never share a folder', async () => {
    const script = `
      const clock = { ...systemClock, wallTime: () => new Date(0) };
      const entropy = (bytes) => new Uint8Array(bytes).fill(Math.random() * 256);
      for (let i = 0; i < 40; i += 1) {
        const run = createRun({ root: 'shared', kind: 'train', name: 'iris', clock, document, entropy });
        writeSync(1, run.path + '\\n');
      }
    `;
    const paths = await Promise.all(
      [1, 2, 3].map(async () => {
        const process = child(script);
        const said: string[] = [];
        process.stdout!.on('data', (chunk: Buffer) => said.push(chunk.toString()));
        await once(process, 'close');
        return said.join('').trim().split('\n');
      }),
    );
    expect(new Set(paths.flat()).size).toBe(120);
  });
});
