import { countText, escapeHtml, percentText } from './html-text.js';
import type { SplitTest } from './report-model.js';

export interface PooledTest {
  readonly samples: number;
  readonly crossbarCorrect: number;
  /** Null unless every split has a reference. */
  readonly referenceCorrect: number | null;
}

export function pooled(tests: readonly SplitTest[]): PooledTest {
  const sum = (pick: (test: SplitTest) => number): number => tests.reduce((total, test) => total + pick(test), 0);
  const complete = tests.every((test) => test.referenceCorrect !== null);
  return {
    samples: sum((test) => test.samples),
    crossbarCorrect: sum((test) => test.crossbarCorrect),
    referenceCorrect: complete ? sum((test) => test.referenceCorrect ?? 0) : null,
  };
}

const number = (text: string): string => `<td>${text.replace('-', '\u2212')}</td>`;

/** The reference's share of a row; a dash where it was not tested. */
function comparison({ samples, crossbarCorrect, referenceCorrect }: PooledTest): string {
  if (referenceCorrect === null || samples === 0) return number('\u2013').repeat(3);
  const points = (100 * (crossbarCorrect - referenceCorrect)) / samples;
  const difference = `${points > 0 ? '+' : ''}${points.toFixed(2)}`;
  return [countText(referenceCorrect), percentText(referenceCorrect, samples), difference].map(number).join('');
}

function row(label: string, test: PooledTest, compared: boolean): string {
  const { samples, crossbarCorrect } = test;
  const own = [countText(samples), countText(crossbarCorrect), percentText(crossbarCorrect, samples)];
  const cells = own.map(number).join('') + (compared ? comparison(test) : '');
  return `<tr><th scope="row">${escapeHtml(label)}</th>${cells}</tr>`;
}

const group = (name: string): string => `<th colspan="2" scope="colgroup">${name}</th>`;
const tall = (name: string): string => `<th rowspan="2" scope="col">${name}</th>`;

function head(compared: boolean): string {
  const pair = '<th scope="col">correct</th><th scope="col">accuracy</th>';
  const reference = compared ? group('Floating-point reference') + tall('Difference (points)') : '';
  return `<tr>${tall('Split')}${tall('Test samples')}${group('Crossbar')}${reference}</tr>
<tr>${compared ? pair + pair : pair}</tr>`;
}

/** Test accuracy of the crossbar, beside the reference where there is one: by split, and over all samples of all splits. */
export function accuracyTable(tests: readonly SplitTest[]): string {
  const compared = tests.some((test) => test.referenceCorrect !== null);
  return `<table>
<thead>
${head(compared)}
</thead>
<tbody>
${tests.map((test) => row(String(test.split), test, compared)).join('\n')}
</tbody>
<tfoot>${row('Pooled', pooled(tests), compared)}</tfoot>
</table>`;
}
