import { formatCell, formatColumn, formatRow, formatShape, type PulsePlan } from '../../core/index.js';
import type { CellWaveform } from './cell-waveform.js';
import { PlanView, shownNumber, type LineDrive, type PlanScale, type WindowPlace } from './plan-view.js';

type Entry = readonly [line: string, kind: string, state: string, volts: number | '', start: number, on: number];

function header(view: PlanView, clipped: readonly WindowPlace[]): string[] {
  const { plan } = view;
  const clippedNames = clipped.map(({ column, block }) => `${formatColumn(column)}:${block + 1}`);
  return [
    '# quarterwave plan, one line of the table for each line of the array in each block, and for each current sampled',
    `# array: ${plan.array}`,
    `# shape: ${formatShape(plan.shape)} (rows x columns)`,
    `# tick: ${view.tickSeconds} s`,
    `# duration: ${view.durationSeconds} s`,
    `# windows: ${view.windows} column windows that open`,
    `# clipped_windows: ${clippedNames.join(' ') || 'none'} (column:block)`,
    '# block: 1-based; the quarters of an update are blocks 1 to 4',
    '# kind: row, column, gate, reference (far end of the fixed conductances) or sample',
    '# state: driven (at volts), sensed (held at 0 V by its amplifier), floating; of a column while its switch is closed',
    '# volts: V, empty where nothing is driven',
    '# start_seconds: s, from the first edge of the plan; of a column, when its switch closes',
    '# on_seconds: s, how long it lasts; 0 for a column whose switch stays open',
  ];
}

const drive = (state: LineDrive): readonly [state: string, volts: number | ''] =>
  typeof state === 'number' ? ['driven', state] : [state, ''];

function blockEntries(view: PlanView, block: number): Entry[] {
  const [start, length] = [view.edges[block]!, view.blockSeconds(block)];
  const rows = view.rows.map((row): Entry => [
    formatRow(row),
    'row',
    ...drive(view.rowDrive(row, block)),
    start,
    length,
  ]);
  const gates = view.plan.gated
    ? view.rows.map((row): Entry => [formatRow(row), 'gate', 'driven', view.gateVolts(row, block), start, length])
    : [];
  const columns = view.columns.map((column): Entry => {
    const window = view.window(column, block);
    if (!window) return [formatColumn(column), 'column', 'floating', '', start, 0];
    return [formatColumn(column), 'column', ...drive(window.drive), window.from, view.windowSeconds(column, block)];
  });
  const reference = view.reference(block);
  const references: Entry[] =
    reference === 'off' ? [] : [[reference, 'reference', 'driven', view.referenceVolts(block), start, length]];
  const taken = view.sample(block);
  const samples = (taken?.lines ?? []).map((line): Entry => [line, 'sample', 'sensed', '', taken!.seconds, 0]);
  return [...rows, ...gates, ...columns, ...references, ...samples];
}

/**
 * A plan as a long table with `#` header lines, for a spreadsheet, Origin or pandas (`comment='#'`). Numbers
 * are in full: read back, they are what was planned.
 *
 * @param clippedWindows windows that were cut at the end of their block
 */
export function planCsv(plan: PulsePlan, scale: PlanScale, clippedWindows: readonly WindowPlace[] = []): string {
  const view = new PlanView(plan, scale);
  const table = view.blocks.flatMap((block) =>
    blockEntries(view, block).map((entry) => [block + 1, ...entry].join(',')),
  );
  const names = 'block,line,kind,state,volts,start_seconds,on_seconds';
  return `${[...header(view, clippedWindows), names, ...table].join('\n')}\n`;
}

/** Voltage and current across chosen cells over a plan, as a long table like {@link planCsv}'s. */
export function cellsCsv(cells: readonly CellWaveform[]): string {
  const table = cells.flatMap(({ row, column, seconds, volts, amperes }) =>
    Array.from(seconds, (at, point) =>
      [formatCell(row, column), ...[at, volts[point]!, amperes[point]!].map(shownNumber)].join(','),
    ),
  );
  return [
    '# quarterwave plan, predicted waveforms of chosen cells; two lines at one time are the two sides of an edge',
    '# seconds: s, from the first edge of the plan',
    '# volts: V, row minus column',
    '# amperes: A, from row to column',
    'cell,seconds,volts,amperes',
    ...table,
    '',
  ].join('\n');
}
