import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCell, formatColumn, formatRow, planBlocks, sampledLines, type PulsePlan } from '../../src/core/index.js';

/** A Debian package (`apt-get install ngspice`), or what NGSPICE names. */
const NGSPICE = process.env['NGSPICE'] ?? 'ngspice';

export const hasNgspice = spawnSync(NGSPICE, ['--version']).status === 0;

export function warnWithoutNgspice(): void {
  if (hasNgspice) return;
  process.stderr.write('netlists are not tested: apt-get install ngspice, or name the program in NGSPICE\n');
}

/** What ngspice says of a plan. */
export interface SpiceOutcome {
  /** x of every cell, row-major. */
  readonly states: Float64Array;
  /** Amperes, in the order of `sampledLines`, block after block. */
  readonly samples: Float64Array;
}

/** Runs a netlist as a user would, and reads what it prints. */
export function runNgspice(netlist: string, plan: PulsePlan): SpiceOutcome {
  const folder = mkdtempSync(join(tmpdir(), 'quarterwave-ngspice-'));
  try {
    const file = join(folder, 'plan.cir');
    writeFileSync(file, netlist);
    const { status, stdout, stderr } = spawnSync(NGSPICE, ['-b', file], { encoding: 'utf8', cwd: folder });
    if (status !== 0) throw new Error(`ngspice ended with ${status}:\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
    return outcome(stdout, plan);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function outcome(stdout: string, plan: PulsePlan): SpiceOutcome {
  const printed = new Map(
    Array.from(stdout.matchAll(/^(\w\[\w+\]) = (\S+)$/gmu), ([, name, value]) => [name!, Number(value)]),
  );
  const { rows, columns } = plan.shape;
  const states = Float64Array.from({ length: rows * columns }, (_, cell) => {
    const name = formatCell(Math.floor(cell / columns), cell % columns).toLowerCase();
    return printed.get(`x[${name}]`) ?? NaN;
  });
  const samples: number[] = [];
  for (let block = 0; block < planBlocks(plan); block += 1) {
    for (const line of sampledLines(plan, block)) {
      const name = ('row' in line ? formatRow(line.row) : formatColumn(line.column)).toLowerCase();
      samples.push(printed.get(`i[${name}_${block + 1}]`) ?? NaN);
    }
  }
  return { states, samples: Float64Array.from(samples) };
}
