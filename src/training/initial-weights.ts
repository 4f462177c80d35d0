import { cellCount, randomStream } from '../core/index.js';
import { layerShapes, type NetworkShape } from './network-shape.js';

/**
 * Where a network starts: every weight uniform in -largest .. largest, one row-major matrix a layer. The crossbar and
 * the reference of a split start from the same.
 */
export const initialWeights = (shape: NetworkShape, largest: number, seed: number, split: number): Float64Array[] =>
  layerShapes(shape).map((layer, index) => {
    const stream = randomStream(seed, `split/${split}/weights/${index}`);
    return Float64Array.from({ length: cellCount(layer) }, () => largest * (2 * stream.uniform() - 1));
  });
