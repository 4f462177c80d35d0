import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { showMessages } from './show-messages.js';

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const FLAGS = ['-std=c99', '-Wall', '-Wextra', '-Werror', '-pedantic', '-O1'];
const SANITIZERS = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

const COMPILER = process.env['CC'] ?? 'cc';

/** Whether there is a C compiler to run. */
export const hasCompiler = spawnSync(COMPILER, ['--version']).status === 0;

/** To be called where tests are skipped without a compiler, so that it does not go unseen. */
export function warnWithoutCompiler(): void {
  if (hasCompiler) return;
  process.stderr.write('firmware-spec/*.h are not tested: install gcc or clang, as cc or under the name in CC\n');
}

// nothing may be leaked either, but that check does not work under every debugger and container
const ENVIRONMENT = { ASAN_OPTIONS: 'detect_leaks=0' };

/** A program in a folder of its own. */
export interface Compiled {
  readonly program: string;
  readonly dispose: () => void;
}

/** Compiles a source of this folder: with sanitizers where there are any, or for speed. */
export function compileC(source: string, build: 'sanitized' | 'fast' = 'sanitized'): Compiled {
  const folder = mkdtempSync(join(tmpdir(), 'quarterwave-c-'));
  writeFileSync(join(folder, 'messages.h'), showMessages());
  const includes = [folder, pathOf('../../firmware-spec'), pathOf('../../firmware-spec/reference')];
  const program = join(folder, 'program');
  const compile = (more: readonly string[], path: string): void => {
    const places = includes.map((include) => `-I${include}`);
    execFileSync(COMPILER, [...FLAGS, ...more, ...places, path, '-o', program], { stdio: 'pipe' });
  };
  // a sanitizer is not everywhere where a compiler is: tried out on a program that does nothing
  const nothing = join(folder, 'nothing.c');
  writeFileSync(nothing, 'int main(void) { return 0; }\n');
  let flags: readonly string[] = build === 'fast' ? ['-O2'] : SANITIZERS;
  try {
    compile(flags, nothing);
    execFileSync(program, { env: ENVIRONMENT });
  } catch {
    flags = [];
  }
  compile(flags, pathOf(source));
  return { program, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a program says to these bytes on stdin. @throws where it does not end well */
export async function feed(program: string, chunks: Iterable<Uint8Array>): Promise<string> {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'], env: ENVIRONMENT });
  const said = text(child.stdout);
  const exited = once(child, 'exit');
  for (const chunk of chunks) {
    // a chunk may be overwritten by the next, so that each must have left before
    await new Promise<void>((resolve, reject) => {
      child.stdin.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  }
  child.stdin.end();
  const [code] = (await exited) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return said;
}

/** receive.c, compiled. */
export interface CProgram {
  /** What the program says to every line, read as JSON. */
  ask(lines: readonly string[]): unknown[];
  readonly dispose: () => void;
}

export function compileProgram(): CProgram {
  const { program, dispose } = compileC('receive.c');
  return {
    ask: (lines) => {
      const input = lines.map((line) => `${line}\n`).join('');
      const answers = execFileSync(program, { input, encoding: 'utf8', maxBuffer: 2 ** 28, env: ENVIRONMENT });
      return answers
        .trimEnd()
        .split('\n')
        .map((answer) => JSON.parse(answer) as unknown);
    },
    dispose,
  };
}
