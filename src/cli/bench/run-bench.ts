import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { CrossbarError } from '../../core/index.js';
import { packageFile } from '../package-root.js';
import type { ListedBench } from './bench-list.js';

/** A figure that was taken. `null` is what there is none of. */
export interface TakenFigure {
  readonly name: string;
  /** Null where it is an error from a reference that is not installed. */
  readonly value: number | null;
  readonly unit: string;
  readonly peer: string | null;
  readonly peerValue: number | null;
  /** Value over peerValue. */
  readonly ratio: number | null;
  /** Of the ratio where the figure has a peer, else of the value. */
  readonly atLeast: number | null;
  readonly atMost?: number;
  /** Whether the target is met; null where there is none, or no peer to hold it to. */
  readonly held: boolean | null;
  /** The Debian package that has the peer or the reference, where it is not installed. */
  readonly install?: string;
}

/**
 * Runs a bench in a process of its own, so that no bench warms up or fills the memory of another, and hands on the figures
 * that it is wanted for.
 *
 * @param stop ends it
 * @returns the figures it was wanted for and did not give; why, it has said on stderr
 * @throws CrossbarError `interrupted` where it was stopped
 */
export async function runBench(
  { module, index, figures }: ListedBench,
  stop: AbortSignal,
  take: (figure: TakenFigure) => void,
): Promise<readonly string[]> {
  const args = ['--expose-gc', packageFile('bench/run-bench.mjs'), module, `${index}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = (): void => void child.kill('SIGTERM');
  stop.addEventListener('abort', end);
  const wanted = new Set(figures.map(({ name }) => name));
  try {
    const closed = once(child, 'close');
    for await (const line of createInterface(child.stdout)) {
      const figure = JSON.parse(line) as TakenFigure;
      if (wanted.delete(figure.name)) take(figure);
    }
    await closed;
    if (stop.aborted) throw new CrossbarError('interrupted', 'Interrupted; the bench under way was ended.');
    return [...wanted];
  } finally {
    stop.removeEventListener('abort', end);
  }
}
