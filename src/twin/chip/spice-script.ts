import { formatColumn, formatRow, sampledLines, windowTicks } from '../../core/index.js';
import { stateNode } from './spice-cell.js';
import { columnAmplifier, rowAmplifier } from './spice-lines.js';
import { spiceNumber } from './spice-number.js';
import type { SpiceTiming } from './spice-source.js';
import type { PlanSteps } from './spice-steps.js';

/** Steps of a plan, and of its shortest window: halving them moves no state in the sixth digit. */
const PLAN_STEPS = 10_000;
const WINDOW_STEPS = 20;
/** More would take a long plan hours, and change nothing: ngspice stops at every edge and starts small behind it. */
const MOST_STEPS = 20_000;

function shortestWindow({ plan, starts, ticks }: PlanSteps): number {
  let shortest = ticks;
  for (const block of starts.keys()) {
    for (let column = 0; column < plan.shape.columns; column += 1) {
      const length = windowTicks(plan, block, column);
      if (length > 0 && length < shortest) shortest = length;
    }
  }
  return shortest;
}

function longestStep(steps: PlanSteps): number {
  return Math.max(Math.min(steps.ticks / PLAN_STEPS, shortestWindow(steps) / WINDOW_STEPS), steps.ticks / MOST_STEPS);
}

/** One block's sample: its moment in ticks, and for each current its name, `b03_2` for column 3 in block 2, and source. */
interface Sample {
  readonly tick: number;
  readonly currents: readonly (readonly [name: string, source: string])[];
}

function samples({ plan, starts }: PlanSteps): Sample[] {
  return starts.flatMap((start, block) => {
    const currents = sampledLines(plan, block).map((line) => {
      const [name, source] =
        'row' in line
          ? [formatRow(line.row), rowAmplifier(line.row)]
          : [formatColumn(line.column), columnAmplifier(line.column)];
      return [`${name.toLowerCase()}_${block + 1}`, source] as const;
    });
    return currents.length > 0 ? [{ tick: start + plan.blocks.sampleTicks[block]!, currents }] : [];
  });
}

/** Prints one number of a list under its own name: `print x[w02b00]` says `x[w02b00] = ..`, all its digits. */
const printed = (list: string, name: string, place: number, value: string): string[] => [
  `let ${name} = ${place}`,
  `let ${list}[${name}] = ${value}`,
  `print ${list}[${name}]`,
];

/** A list of one is a number to ngspice and has no places: every list has one more than it needs. */
const list = (name: string, length: number): string => `let ${name} = vector(${length + 1})`;

/** What ngspice is to do: run the plan, then print the state of every cell and every current that the plan samples. */
export function spiceScript(steps: PlanSteps, { tickSeconds, edgeSeconds }: SpiceTiming): string[] {
  const { rows, columns } = steps.plan.shape;
  const step = longestStep(steps) * tickSeconds;
  const end = steps.ticks * tickSeconds;
  const cells = Array.from({ length: rows * columns }, (_, cell) =>
    stateNode(Math.floor(cell / columns), cell % columns),
  );
  const taken = samples(steps);
  const sources = new Set(taken.flatMap(({ currents }) => currents.map(([, source]) => `i(${source})`)));
  const keptFrom = Math.max(0, (taken[0]?.tick ?? steps.ticks) * tickSeconds - step);
  let place = 0;
  return [
    '.control',
    'set numdgt=12',
    ...[...cells.map((node) => `v(${node})`), ...sources].map((vector) => `save ${vector}`),
    '* step, end, first point that is kept (0 for whole waveforms), longest step: s',
    `tran ${[step, end + 10 * edgeSeconds, keptFrom, step].map(spiceNumber).join(' ')} uic`,
    'if $sim_status',
    '  quit 1',
    'end',
    '* the state of every cell after the plan, 0 to 1',
    'let last = length(time)-1',
    list('x', cells.length),
    ...cells.flatMap((node, cell) => printed('x', node.slice(1), cell, `v(${node})[last]`)),
    '* the currents that the plan samples, into the amplifier of their line: A; _1 is the first block',
    ...(taken.length > 0 ? [list('i', taken.flatMap(({ currents }) => currents).length)] : []),
    ...taken.flatMap(({ tick, currents }) => [
      `let k = floor(mean(time lt ${spiceNumber(tick * tickSeconds - edgeSeconds / 8)})*length(time)+0.5)`,
      ...currents.flatMap(([name, source]) => printed('i', name, place++, `i(${source})[k]`)),
    ]),
    'quit 0',
    '.endc',
  ];
}
