import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { showMessages } from './show-messages.js';

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const FLAGS = ['-std=c99', '-Wall', '-Wextra', '-Werror', '-pedantic', '-O1'];
const SANITIZERS = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

const COMPILER = process.env['CC'] ?? 'cc';

/** Whether there is a C compiler to run. */
export const hasCompiler = spawnSync(COMPILER, ['--version']).status === 0;

/** receive.c, compiled. */
export interface CProgram {
  /** What the program says to every line, read as JSON. */
  ask(lines: readonly string[]): unknown[];
  dispose(): void;
}

export function compileProgram(): CProgram {
  const folder = mkdtempSync(join(tmpdir(), 'quarterwave-c-'));
  writeFileSync(join(folder, 'messages.h'), showMessages());
  const includes = [folder, pathOf('../../firmware-spec'), pathOf('../../firmware-spec/reference')];
  const program = join(folder, 'receive');
  const compile = (flags: readonly string[], source: string): void => {
    const places = includes.map((include) => `-I${include}`);
    execFileSync(COMPILER, [...FLAGS, ...flags, ...places, source, '-o', program], { stdio: 'pipe' });
  };
  const run = (input: string): string =>
    execFileSync(program, {
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      // nothing may be leaked either, but that check does not work under every debugger and container
      env: { ASAN_OPTIONS: 'detect_leaks=0' },
    });
  // a sanitizer is not everywhere where a compiler is: tried out on a program that does nothing
  const nothing = join(folder, 'nothing.c');
  writeFileSync(nothing, 'int main(void) { return 0; }\n');
  let sanitizers: readonly string[] = SANITIZERS;
  try {
    compile(SANITIZERS, nothing);
    run('');
  } catch {
    sanitizers = [];
  }
  compile(sanitizers, pathOf('receive.c'));
  return {
    ask: (lines) => {
      const answers = run(lines.map((line) => `${line}\n`).join(''));
      return answers
        .trimEnd()
        .split('\n')
        .map((answer) => JSON.parse(answer) as unknown);
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
