import { cellCount, type Crossbar, type Volts } from '../core/index.js';

/**
 * Reads every cell of an array: one forward read a row, that row alone driven. The reference path draws G from the same
 * row with the other sign, so G_ij = I_j / v + G.
 *
 * @param readVolts below every threshold; the larger it is, the finer the ADC resolves
 * @returns siemens, row-major rows x columns
 */
export async function readConductances(crossbar: Crossbar, readVolts: Volts): Promise<Float64Array> {
  const { rows, columns } = crossbar.shape;
  const conductances = new Float64Array(cellCount(crossbar.shape));
  const readings = Array.from({ length: rows }, (_, row) => readRow(crossbar, row, readVolts));
  for (const [row, reading] of (await Promise.all(readings)).entries()) conductances.set(reading, row * columns);
  return conductances;
}

/** The conductances of one row, siemens, one a column. */
export async function readRow(crossbar: Crossbar, row: number, readVolts: Volts): Promise<Float64Array> {
  const rowVolts = new Float64Array(crossbar.shape.rows);
  rowVolts[row] = readVolts;
  const { amperes } = await crossbar.readForward(rowVolts);
  return amperes.map((current) => current / readVolts + crossbar.limits.referenceSiemens);
}
