import { ConfigError, formatShape, type Shape } from '../../core/index.js';
import type { ArrayCircuit } from './array-circuit.js';

const refuse = (shape: Shape, what: string, remedy: string): ConfigError =>
  new ConfigError('bad-argument', `A ${formatShape(shape)} array ${what}. ${remedy}`);

const isLineCount = (lines: number): boolean => Number.isSafeInteger(lines) && lines >= 1;

/** @throws ConfigError `bad-argument` where no array can be made of this */
export function checkArrayCircuit(circuit: ArrayCircuit): void {
  const { shape, cells, switchOnOhms, switchOffOhms, referenceSiemens, wires, driver } = circuit;
  if (!isLineCount(shape.rows) || !isLineCount(shape.columns)) {
    throw refuse(shape, 'has no cells', 'Give a whole number of rows and of columns, each 1 or more.');
  }
  // a switch may be a short, and one that never closes has an infinite resistance
  const isResistance = (value: number): boolean => value >= 0;
  if (!isResistance(switchOnOhms) || !isResistance(switchOffOhms)) {
    const given = `switches of ${switchOnOhms} Ohm closed and ${switchOffOhms} Ohm open`;
    throw refuse(shape, `cannot have ${given}`, 'Give resistances from 0 to Infinity.');
  }
  if (!(referenceSiemens >= 0 && referenceSiemens < Infinity)) {
    const what = `cannot have a reference conductance of ${referenceSiemens} S`;
    throw refuse(shape, what, 'Give a number of siemens, 0 or more.');
  }
  if (wires && driver && driver.limitAmperes < Infinity) {
    throw refuse(shape, 'cannot have both wires and drivers with a limit', 'Leave one of them out.');
  }
  const wrong = Object.entries(cells.nominal).find(([, value]) => !Number.isFinite(value));
  if (!wrong) return;
  throw refuse(shape, `cannot have cells whose ${wrong[0]} is ${wrong[1]}`, 'Give the model a finite number.');
}
