import {
  formatCell,
  formatQuantity,
  formatShape,
  volts,
  type Board,
  type Crossbar,
  type DeviceProfile,
} from '../../core/index.js';
import { safeReadVolts } from '../../pulse/index.js';
import { readConductances } from '../../verify/index.js';
import type { Finding, Report } from './finding.js';

/** Of the board's own limit, where it is not known what devices are on it. */
const CAUTIOUS_SHARE = 0.5;
/** Between two reads, of the array's mean conductance. */
const WORST_DIFFERENCE = 0.05;
/** What a cell may lie outside its device's range: data sheets are not exact, and neither is a read. */
const RANGE_MARGIN = 0.05;
const NAMED_CELLS = 4;

const cellName = (at: number, { shape }: Crossbar): string =>
  formatCell(Math.floor(at / shape.columns), at % shape.columns);

function repeatability(crossbar: Crossbar, one: Float64Array, other: Float64Array): Finding {
  const differences = one.map((siemens, at) => Math.abs(siemens - other[at]!));
  const worst = differences.reduce((worst, difference, at) => (difference > differences[worst]! ? at : worst), 0);
  const mean = Math.abs(one.reduce((sum, siemens) => sum + siemens, 0) / one.length);
  const share = mean === 0 ? 0 : differences[worst]! / mean;
  const check = `repeatability ${crossbar.array}`;
  const found =
    `array ${crossbar.array}, ${formatShape(crossbar.shape)}, mean ${formatQuantity(mean, 'S')}: two reads differ most ` +
    `at ${cellName(worst, crossbar)}, by ${formatQuantity(differences[worst]!, 'S')} (${(share * 100).toFixed(2)} % of the mean)`;
  const data = { array: crossbar.array, meanSiemens: mean, worstSiemens: differences[worst]!, worstShare: share };
  if (share <= WORST_DIFFERENCE) return { check, state: 'ok', says: found, data };
  const says = `${found}. Check the contacts of the chip, its shielding and that nothing else drives it.`;
  return { check, state: 'warn', says, data };
}

function outOfRange(crossbar: Crossbar, siemens: Float64Array, { range, name }: DeviceProfile): Finding {
  const cells = Array.from(siemens, (_, at) => at);
  const open = cells.filter((at) => siemens[at]! < range.min * (1 - RANGE_MARGIN));
  const short = cells.filter((at) => siemens[at]! > range.max * (1 + RANGE_MARGIN));
  const check = `open and short ${crossbar.array}`;
  const data = {
    array: crossbar.array,
    open: open.map((at) => cellName(at, crossbar)),
    short: short.map((at) => cellName(at, crossbar)),
  };
  const limits = `${formatQuantity(range.min, 'S')} .. ${formatQuantity(range.max, 'S')} of ${name}`;
  if (open.length + short.length === 0) {
    return { check, state: 'ok', says: `all ${siemens.length} cells within ${limits}`, data };
  }
  const named = [...open, ...short].slice(0, NAMED_CELLS).map((at) => {
    return `${cellName(at, crossbar)} ${formatQuantity(siemens[at]!, 'S')}`;
  });
  const says =
    `${open.length} cells below and ${short.length} above ${limits}: ${named.join(', ')}` +
    `${open.length + short.length > NAMED_CELLS ? ', ...' : ''}. A whole line of them is a contact; single ones are ` +
    'stuck or not formed: leave them out.';
  return { check, state: 'warn', says, data };
}

/**
 * Reads every array twice, below every threshold, and reports how the reads agree and which cells cannot be right.
 *
 * @param profile what is on the chip; undefined where nobody knows
 */
export async function checkCells(board: Board, profile: DeviceProfile | undefined, report: Report): Promise<void> {
  const { limits } = board;
  const readVolts =
    profile === undefined ? volts(CAUTIOUS_SHARE * limits.maxReadVolts) : safeReadVolts(profile, limits);
  for (const crossbar of board.crossbars) {
    const one = await readConductances(crossbar, readVolts);
    const other = await readConductances(crossbar, readVolts);
    report(repeatability(crossbar, one, other));
    if (profile !== undefined) report(outOfRange(crossbar, one, profile));
  }
  if (profile !== undefined) return;
  const says = 'what devices are on the chip is not known, so neither is their range. Say it with --chip NAME.';
  report({ check: 'open and short', state: 'n/a', says });
}
