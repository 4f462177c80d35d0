import {
  configProblem,
  firstZodProblem,
  formatQuantity,
  ohms,
  parseYaml,
  siemens,
  wordIssue,
  type ConfigError,
  type Shape,
} from '../../core/index.js';
import { imperfectionsOf } from '../imperfections/imperfection-schema.js';
import { variedDevices } from '../imperfections/table-vii.js';
import { deviceNames, oneCell, publishedDevice, type CellModel } from '../models/index.js';
import { builtInChip } from './built-in-chips.js';
import type { ChipDescription } from './chip-description.js';
import { chipFileJsonSchema, chipFileSchema, type ChipFile } from './chip-file-schema.js';
import { modelOfPulses, rangesOfPulses, type ReadBeside } from './chip-pulses.js';

export { chipFileJsonSchema };

type Raise = (path: readonly PropertyKey[], what: string, remedy: string) => ConfigError;

/** Undefined entries would override what they are spread over. */
function withoutGaps<Value>(record: Readonly<Record<string, Value | undefined>> = {}): Record<string, Value> {
  const given = Object.entries(record).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return Object.fromEntries(given);
}

/** The schema for the device that the file names; where it names none, its first problem is that. */
function schemaFor(contents: unknown): ReturnType<typeof chipFileSchema> {
  const named = (contents as { readonly device?: unknown } | undefined)?.device;
  const device = typeof named === 'string' ? publishedDevice(named) : undefined;
  return chipFileSchema((device ?? publishedDevice(deviceNames[0]!)!).model);
}

function checkStuck(file: ChipFile, arrays: readonly Shape[] | undefined, most: number, raise: Raise): void {
  for (const [index, { cell, array, at }] of (file.stuck ?? []).entries()) {
    const path = ['stuck', index];
    if (typeof at === 'number' && at > most) {
      throw raise([...path, 'at'], `must be at most ${formatQuantity(most, 'S')}, all a cell conducts`, 'Lower it.');
    }
    if (!arrays) continue;
    const shape = arrays[array ?? 0];
    if (!shape) throw raise([...path, 'array'], `must be below ${arrays.length}, the number of arrays`, 'Lower it.');
    if (cell[0] >= shape.rows || cell[1] >= shape.columns) {
      const last = `[${shape.rows - 1}, ${shape.columns - 1}]`;
      throw raise([...path, 'cell'], `must be from [0, 0] to ${last}`, 'Name a cell that is on its array.');
    }
  }
  const at = file.stuckFraction?.at;
  if (typeof at === 'number' && at > most) {
    const what = `must be at most ${formatQuantity(most, 'S')}, all a cell conducts`;
    throw raise(['stuckFraction', 'at'], what, 'Lower it.');
  }
}

function checkTogether(file: ChipFile, chip: ChipDescription, raise: Raise): void {
  const { min, max } = chip.initialConductance;
  if (!(min < max))
    throw raise(
      ['initialConductance', 'min'],
      `must be below max (${formatQuantity(max, 'S')})`,
      'Swap or correct them.',
    );
  const cell = oneCell(chip.parameters);
  const most = chip.model.conductance(cell, 0, 1);
  if (!(chip.model.conductance(cell, 0, 0) < most)) {
    const what = `make a cell conduct no more at x = 1 (${formatQuantity(most, 'S')}) than at x = 0`;
    throw raise(['parameters'], what, 'Swap or correct its resistances, conductances or gaps.');
  }
  // 70 mS is a1 b only to the last digits
  const allowed = most * (1 + 1e-9);
  if (max > allowed) {
    const all = `must be at most ${formatQuantity(most, 'S')}, all a cell conducts`;
    throw raise(['initialConductance', 'max'], all, 'Lower it, or correct the parameters.');
  }
  if (!(chip.switchOnOhms < chip.switchOffOhms)) {
    const what = `must be below switch.offOhms (${formatQuantity(chip.switchOffOhms, 'Ohm')})`;
    throw raise(['switch', 'onOhms'], what, 'Swap or correct them.');
  }
  if (chip.wires && chip.driver && chip.driver.limitAmperes < Infinity) {
    throw raise(['driver', 'limitAmperes'], 'is not worked out for lines with resistance', 'Drop it, or drop wires.');
  }
  const towards = chip.retention?.towards;
  if (typeof towards === 'number' && towards > allowed) {
    const all = `must be at most ${formatQuantity(most, 'S')}, all a cell conducts`;
    throw raise(['retention', 'towards'], all, 'Lower it.');
  }
  const varied = chip.variation && variedDevices(chip.variation.name);
  if (varied && !varied.includes(chip.device)) {
    const what = `must be a variation of ${chip.device}; P1's table VII has ${varied.join(' and ')}`;
    throw raise(['variation', 'name'], what, 'Leave it out, or use a spread.');
  }
  checkStuck(file, chip.arrays, allowed, raise);
}

/** The device's model, with the window or the tables that the file gives it. */
function modelOf(
  { window, pulses }: ChipFile,
  { model }: ChipDescription,
  fileName: string,
  readBeside: ReadBeside | undefined,
  raise: Raise,
): CellModel {
  if (pulses) {
    if (model.name === 'ideal-pulse') return modelOfPulses(pulses, fileName, readBeside);
    throw raise(['pulses'], `are not for the ${model.name} model`, 'Drop them, or give device: example-pulses.');
  }
  if (window === undefined) return model;
  const windowed = model.windows?.[window];
  if (!windowed) throw raise(['window'], `is not for the ${model.name} model, which has none`, 'Drop it.');
  return windowed;
}

/**
 * Reads a chip file (YAML). Quantities are SI numbers or text with units, such as `4.4 mS`.
 *
 * @param fileName for messages only
 * @param readBeside reads what the file names, such as a CSV of pulses; absent: it may name none
 * @throws ConfigError `bad-config`, one line: file, place, what is wrong, what was given, what to do
 */
export function parseChipFile(text: string, fileName: string, readBeside?: ReadBeside): ChipDescription {
  const contents = parseYaml(text, fileName);
  if (contents === null || contents === undefined) {
    throw configProblem(fileName, undefined, [], 'is empty', 'Give at least a device, such as silver-chalcogenide.');
  }
  const parsed = schemaFor(contents).safeParse(contents, { error: wordIssue });
  if (!parsed.success) throw firstZodProblem(fileName, contents, parsed.error, chipFileJsonSchema());

  const file = parsed.data;
  const raise: Raise = (path, what, remedy) => configProblem(fileName, contents, path, what, remedy);
  const named = builtInChip(file.device);
  const parameters = { ...named.parameters, ...withoutGaps(file.parameters) };
  const base = { ...named, ...(file.pulses ? rangesOfPulses(parameters) : {}) };
  const initial = file.initialConductance;
  const chip: ChipDescription = {
    ...base,
    model: modelOf(file, named, fileName, readBeside, raise),
    parameters,
    arrays: file.arrays,
    initialConductance: initial ? { min: siemens(initial.min), max: siemens(initial.max) } : base.initialConductance,
    referenceSiemens: siemens(file.referenceSiemens ?? base.referenceSiemens),
    switchOnOhms: ohms(file.switch?.onOhms ?? base.switchOnOhms),
    switchOffOhms: ohms(file.switch?.offOhms ?? base.switchOffOhms),
    transistor: file.transistor,
    ...imperfectionsOf(file),
    spread: withoutGaps(file.spread),
    readNoise: file.readNoise?.relative ?? 0,
    stuck: (file.stuck ?? []).map(({ cell: [row, column], array = 0, at }) => ({ array, row, column, at })),
    stuckFraction: file.stuckFraction,
    wires: file.wires,
    arithmetic: file.arithmetic ?? base.arithmetic,
  };
  checkTogether(file, chip, raise);
  return chip;
}
