import { formatQuantity } from '../../core/index.js';
import type { DeclaredFigure } from './bench-list.js';
import type { TakenFigure } from './run-bench.js';

const NAME_COLUMNS = 46;

function targetOf({ atLeast, atMost }: { atLeast?: number | null; atMost?: number | undefined }): string {
  const sides = [
    ...(atLeast === undefined || atLeast === null ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ];
  return sides.join(', ');
}

const verdictOf = (held: boolean | null): string => (held === null ? 'not judged' : held ? 'held' : 'MISSED');

const inUnit = (value: number | null, unit: string): string =>
  value === null ? 'not measured' : `${value}${unit === '' ? '' : ` ${unit}`}`;

/** A figure as one line of a table. */
export function figureLine(figure: TakenFigure): string {
  const { name, value, unit, peer, peerValue, ratio, held, install } = figure;
  const beside = peer === null || peerValue === null ? '' : `, ${ratio} x the ${inUnit(peerValue, unit)} of ${peer}`;
  const missing = install === undefined ? '' : `, no peer: apt-get install ${install}`;
  const target = targetOf(figure);
  const judged = target === '' ? '' : `; ${target}: ${verdictOf(held)}`;
  return `${name.padEnd(NAME_COLUMNS)} ${inUnit(value, unit)}${beside}${missing}${judged}`;
}

/** What a figure is, before it is taken. */
export function declaredLine(figure: DeclaredFigure): string {
  const { name, what, unit, peer } = figure;
  const target = targetOf(figure);
  const beside = peer === undefined ? '' : `, beside ${peer}`;
  return `${name.padEnd(NAME_COLUMNS)} ${what}${unit === '' ? '' : `, ${unit}`}${beside}${target === '' ? '' : `; ${target}`}`;
}

/** How all of it went. */
export function summaryOf(figures: readonly TakenFigure[], milliseconds: number, load: number): string {
  const count = (held: boolean): number => figures.filter((figure) => figure.held === held).length;
  const missing = figures.filter(({ install }) => install !== undefined).length;
  return (
    `${figures.length} figures in ${formatQuantity(milliseconds / 1e3, 's')}: ${count(true)} targets held, ${count(false)} missed` +
    `${missing === 0 ? '' : `, ${missing} without their peer`}; load of the machine ${load.toFixed(1)}`
  );
}
