import type { Bench } from './bench.js';
import { CheckFailed } from './check-failed.js';

const GROUNDED = /^GROUNDED ([01]) (\d+) /u;

/** Grounds the board by the line that works in every state. @returns whether it says that all its lines are at 0 V */
export async function groundBench({ host }: Bench): Promise<boolean> {
  host.forget();
  try {
    await host.sendBytes(Buffer.from('\0ABOR\n'), 'ABOR');
    const line = await host.line(GROUNDED, 'the answer to ABOR');
    return GROUNDED.exec(line)?.[1] === '1';
  } catch (error) {
    if (error instanceof CheckFailed) return false;
    throw error;
  }
}
