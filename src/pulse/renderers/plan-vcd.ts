import { formatCell, formatColumn, formatRow, formatShape, type PulsePlan } from '../../core/index.js';
import type { CellWaveform } from './cell-waveform.js';
import { PlanView, shownNumber, type LineDrive, type PlanScale } from './plan-view.js';
import { vcdFile, type Change, type VcdVariable } from './vcd-file.js';
import { vcdTime, type VcdTime } from './vcd-time.js';

/** A tick is cut finer than this where the waveforms of cells are shown, which bend within it. */
const CELL_FRACTION = 10;

const voltsOf = (drive: LineDrive): number => (typeof drive === 'number' ? drive : 0);

/** What the lines of a plan do, as waveforms. */
class LineWaveforms {
  readonly #view: PlanView;
  readonly #time: VcdTime;
  readonly #end: number;

  constructor(view: PlanView, time: VcdTime) {
    this.#view = view;
    this.#time = time;
    this.#end = time.count(view.durationSeconds);
  }

  /** A real number can have no `z`: where a row may float or be sensed, two wires say so. */
  row(row: number): VcdVariable[] {
    const spans = this.#view.spans((block) => this.#view.rowDrive(row, block));
    const name = formatRow(row);
    const wire = (suffix: string, isOn: (drive: LineDrive) => boolean, rest: number): VcdVariable => ({
      scope: 'rows',
      name: `${name}_${suffix}`,
      kind: 'wire',
      changes: [
        ...spans.map(({ from, drive }): Change => [this.#time.count(from), Number(isOn(drive))]),
        [this.#end, rest],
      ],
    });
    const isAlwaysDriven = spans.every(({ drive }) => typeof drive === 'number');
    return [
      this.#real('rows', `${name}_volts`, (block) => voltsOf(this.#view.rowDrive(row, block))),
      ...(isAlwaysDriven
        ? []
        : [wire('driven', (drive) => typeof drive === 'number', 1), wire('sensed', (drive) => drive === 'sensed', 0)]),
    ];
  }

  gate(row: number): VcdVariable {
    return this.#real('gates', `G${formatRow(row).slice(1)}_volts`, (block) => this.#view.gateVolts(row, block));
  }

  column(column: number): VcdVariable[] {
    const view = this.#view;
    const name = formatColumn(column);
    const closed = view.columnWindows(column).flatMap(({ from, to }): Change[] => [
      [this.#time.count(from), 1],
      [this.#time.count(to), 0],
    ]);
    const isDriven = view.blocks.some((block) => view.columnDrive(column, block) !== 'sensed');
    return [
      { scope: 'columns', name: `${name}_closed`, kind: 'wire', changes: [[0, 0], ...closed] },
      ...(isDriven
        ? [this.#real('columns', `${name}_volts`, (block) => voltsOf(view.columnDrive(column, block)))]
        : []),
    ];
  }

  board(): VcdVariable[] {
    const view = this.#view;
    const samples = view.samples();
    const isReferenced = view.blocks.some((block) => view.reference(block) !== 'off');
    const block: VcdVariable = {
      scope: 'board',
      name: 'block',
      kind: 'integer',
      changes: [
        ...view.blocks.map((place): Change => [this.#time.count(view.edges[place]!), place + 1]),
        [this.#end, 0],
      ],
    };
    const sample: VcdVariable = {
      scope: 'board',
      name: 'sample',
      kind: 'event',
      changes: samples.map(({ seconds }) => [this.#time.count(seconds), 1]),
    };
    return [
      block,
      ...(samples.length > 0 ? [sample] : []),
      ...(isReferenced ? [this.#real('board', 'reference_volts', (place) => view.referenceVolts(place))] : []),
    ];
  }

  #real(scope: string, name: string, volts: (block: number) => number): VcdVariable {
    const spans = this.#view.spans(volts).map(({ from, drive }): Change => [this.#time.count(from), voltsOf(drive)]);
    return { scope, name, kind: 'real', changes: [...spans, [this.#end, 0]] };
  }
}

function cellVariables({ row, column, seconds, volts, amperes }: CellWaveform, time: VcdTime): VcdVariable[] {
  const changes = (values: Float64Array): Change[] =>
    Array.from(values, (value, point) => [time.count(seconds[point]!), shownNumber(value)]);
  const name = formatCell(row, column);
  return [
    { scope: 'cells', name: `${name}_volts`, kind: 'real', changes: changes(volts) },
    { scope: 'cells', name: `${name}_amperes`, kind: 'real', changes: changes(amperes) },
  ];
}

/**
 * A plan as a value change dump for GTKWave: rows, gates, driven columns and the reference in volts, switches as wires,
 * samples as events, the number of the block from 1, and the voltage and current of chosen cells. It counts in the
 * largest unit that a tick is a whole number of, and ten times finer where cells are shown.
 *
 * @param cells waveforms across chosen cells
 */
export function planVcd(plan: PulsePlan, scale: PlanScale, cells: readonly CellWaveform[] = []): string {
  const view = new PlanView(plan, scale);
  const time = vcdTime(scale.tickSeconds, cells.length > 0 ? CELL_FRACTION : 1);
  const lines = new LineWaveforms(view, time);
  const variables = [
    ...lines.board(),
    ...view.rows.flatMap((row) => lines.row(row)),
    ...(plan.gated ? view.rows.map((row) => lines.gate(row)) : []),
    ...view.columns.flatMap((column) => lines.column(column)),
    ...cells.flatMap((cell) => cellVariables(cell, time)),
  ];
  const about = `plan for array ${plan.array}, ${formatShape(plan.shape)}, ${view.durationSeconds} s; volts in V, amperes in A`;
  return vcdFile(`array${plan.array}`, about, time, variables);
}
