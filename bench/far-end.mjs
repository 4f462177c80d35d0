// Far ends of a pseudo-terminal in processes of their own, as a board is a machine of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { scratch } from './quarterwave.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Resolves with the object that the program prints first, and a way to end it. */
async function start(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGTERM');
  process.on('exit', end);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (complaints += text));
  for await (const line of createInterface(child.stdout)) return { ...JSON.parse(line), end };
  throw new Error(`node ${args.join(' ')} ended before it said where it is: ${complaints}`);
}

const somewhere = () => join(scratch(), 'board');

/** A twin as `quarterwave twin serve --pty` serves it. */
export async function servedTwin(...options) {
  const path = somewhere();
  const { end } = await start([here('../dist/cli/main.js'), 'twin', 'serve', '--pty', path, '--json', ...options]);
  return { path, end };
}

/** A device that answers every `bytesIn` with `bytesOut`. */
export const echo = (bytesIn, bytesOut) => start([here('echo-far-end.mjs'), somewhere(), `${bytesIn}`, `${bytesOut}`]);
