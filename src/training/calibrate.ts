import { siemens, volts, type Crossbar } from '../core/index.js';
import type { CompiledUpdate } from '../pulse/index.js';
import { measureSlopes, writeRows, type UpdateSlopes, type WriteReport } from '../verify/index.js';
import type { LayerScale } from './crossbar-layer.js';

/** Acceptance window of freshly written weights, as a share of half the linear range. */
const FRESH_TOLERANCE = 0.02;
const MAX_PULSES_A_ROW = 2000;

/** Writes conductances to an array, to the tolerance that a fresh network needs. */
export function writeFresh(
  crossbar: Crossbar,
  targets: Float64Array,
  slopes: UpdateSlopes,
  scale: LayerScale,
): AsyncGenerator<CompiledUpdate, WriteReport> {
  const { min, max } = scale.profile.linearRange;
  return writeRows(crossbar, targets, {
    profile: scale.profile,
    slopes,
    readVolts: volts(scale.readVolts),
    overdriveVolts: volts(scale.updateVolts),
    quarterSeconds: scale.quarterSeconds,
    tolerance: siemens((FRESH_TOLERANCE * (max - min)) / 2),
    maxPulses: MAX_PULSES_A_ROW,
  });
}

/**
 * Finds an array's slopes where it will work: measured once wherever it is, brought to the middle of its linear range,
 * and measured again there.
 */
export async function* calibrate(crossbar: Crossbar, scale: LayerScale): AsyncGenerator<CompiledUpdate, UpdateSlopes> {
  const options = {
    profile: scale.profile,
    readVolts: volts(scale.readVolts),
    overdriveVolts: volts(scale.updateVolts),
    quarterSeconds: scale.quarterSeconds,
  };
  const rough = yield* measureSlopes(crossbar, options);
  const { rows, columns } = crossbar.shape;
  const { min, max } = scale.profile.linearRange;
  const middle = new Float64Array(rows * columns).fill((min + max) / 2);
  yield* writeFresh(crossbar, middle, rough, scale);
  return yield* measureSlopes(crossbar, options);
}
