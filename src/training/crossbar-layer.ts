import {
  siemens,
  volts,
  type Crossbar,
  type DeviceProfile,
  type RandomStream,
  type Seconds,
  type Shape,
} from '../core/index.js';
import { smallerThreshold, UpdateCompiler, type CompiledUpdate, type QuarterPeriodScale } from '../pulse/index.js';
import { readConductances, type UpdateSlopes } from '../verify/index.js';
import type { ConductanceMap } from './progress.js';
import type { Recipe } from './recipe.js';

/** How a layer's numbers become volts and amperes; inputs and errors are at most 1 in size. */
export interface LayerScale {
  readonly profile: DeviceProfile;
  readonly weightRange: number;
  /** a of the reads: volts of a full-scale input or error. */
  readonly readVolts: number;
  /** Overdrive of a full-scale input in updates. */
  readonly updateVolts: number;
  /** Share of a quarter that a full error should take. */
  readonly windowFill: number;
  readonly quarterSeconds: Seconds;
}

/** What a recipe asks of a device before its slopes are known: the largest overdrive, the least weight range. */
export function widestScale(profile: DeviceProfile, crossbar: Recipe['crossbar']): LayerScale {
  const threshold = smallerThreshold(profile);
  return {
    profile,
    weightRange: crossbar.weightRange,
    readVolts: crossbar.readShare * threshold,
    updateVolts: crossbar.updateShare * threshold,
    windowFill: crossbar.windowFill,
    quarterSeconds: crossbar.quarterSeconds as Seconds,
  };
}

/**
 * Fits a scale to the speed of the devices. A fast device gets less overdrive, so that windows are long against the
 * board's ticks: a full error fills the wanted share of a quarter. A device too slow for a full error in one quarter
 * gets more weight per siemens instead, until it fits.
 *
 * @param rate learning rate: the weight change of a full input and a full error
 */
export function fittedScale(scale: LayerScale, slopes: readonly UpdateSlopes[], rate: number): LayerScale {
  const { min, max } = scale.profile.linearRange;
  const slowest = Math.min(...slopes.flatMap(({ up, down }) => [up, down]));
  const weightPerSiemens = (2 * scale.weightRange) / (max - min);
  const overdriveSeconds = rate / weightPerSiemens / slowest;
  const { quarterSeconds, windowFill, updateVolts, weightRange } = scale;
  return {
    ...scale,
    updateVolts: Math.min(updateVolts, overdriveSeconds / (windowFill * quarterSeconds)),
    weightRange: weightRange * Math.max(1, overdriveSeconds / (quarterSeconds * updateVolts)),
  };
}

/** R0 of the amplifiers: makes `weightRange` the weight of a cell at the lower end of the linear range. */
export function feedbackOhms(scale: LayerScale): number {
  const { min, max } = scale.profile.linearRange;
  return (2 * scale.weightRange) / (scale.readVolts * (max - min));
}

/**
 * One layer of a network on one array: w_ji = a R0 (G - G_ji), P1 section IV-A. A layer smaller than its array uses the
 * first rows and columns; the other rows carry an input of 0 and the other columns an error of 0, so their cells rest.
 */
export class CrossbarLayer {
  readonly crossbar: Crossbar;
  readonly #scale: LayerScale;
  readonly #used: Shape;
  readonly #ohms: number;
  readonly #compiler: UpdateCompiler;

  /** @param used the part of the array the layer stands on, its bias row included */
  constructor(crossbar: Crossbar, used: Shape, scale: LayerScale) {
    this.crossbar = crossbar;
    this.#used = used;
    this.#scale = scale;
    this.#ohms = feedbackOhms(scale);
    this.#compiler = new UpdateCompiler(crossbar, scale.profile);
  }

  /** r = W x, one read of T_rd. */
  async forward(inputs: Float64Array): Promise<Float64Array> {
    const reading = await this.crossbar.readForward(this.#lines(inputs, this.crossbar.shape.rows));
    return this.#weighted(reading.amperes.subarray(0, this.#used.columns));
  }

  /** delta = W^T y, one read of T_rd on the same array. */
  async backward(errors: Float64Array): Promise<Float64Array> {
    const reading = await this.crossbar.readBackward(this.#lines(errors, this.crossbar.shape.columns));
    return this.#weighted(reading.amperes.subarray(0, this.#used.rows));
  }

  /** The plan of W <- W + rate y x^T; written over once as many more were made as a board can hold. */
  update(
    inputs: Float64Array,
    errors: Float64Array,
    rate: number,
    slopes: UpdateSlopes,
    dither: RandomStream | undefined,
  ): CompiledUpdate {
    const { profile, readVolts, updateVolts, quarterSeconds } = this.#scale;
    // dw = a R0 dG and dG = k |y| a' |x|, with a of the reads and a' of the updates
    const k = rate / (readVolts * this.#ohms * updateVolts);
    const scale: QuarterPeriodScale = {
      voltsPerInput: updateVolts,
      secondsPerErrorUp: k / slopes.up,
      secondsPerErrorDown: k / slopes.down,
      quarterSeconds,
      positiveThreshold: profile.positiveThreshold,
      negativeThreshold: profile.negativeThreshold,
    };
    const { rows, columns } = this.crossbar.shape;
    return this.#compiler.plan(padded(inputs, rows), padded(errors, columns), scale, dither);
  }

  /** The conductances that stand for weights; cells outside the layer are NaN, to be left alone. */
  conductancesFor(weights: Float64Array): Float64Array {
    const { rows, columns } = this.crossbar.shape;
    const reference = this.crossbar.limits.referenceSiemens;
    const targets = new Float64Array(rows * columns).fill(Number.NaN);
    for (let cell = 0; cell < weights.length; cell += 1) {
      const row = Math.floor(cell / this.#used.columns);
      const target = siemens(reference - weights[cell]! / (this.#scale.readVolts * this.#ohms));
      targets[row * columns + (cell % this.#used.columns)] = target;
    }
    return targets;
  }

  /** Reads the layer's part of the array. */
  async readMap(): Promise<ConductanceMap> {
    const all = await readConductances(this.crossbar, volts(this.#scale.readVolts));
    const { rows, columns } = this.#used;
    const kept = all.filter((_, cell) => {
      const row = Math.floor(cell / this.crossbar.shape.columns);
      return row < rows && cell % this.crossbar.shape.columns < columns;
    });
    return { rows, columns, siemens: [...kept] };
  }

  #lines(values: Float64Array, lines: number): Float64Array {
    const { readVolts } = this.#scale;
    const lineVolts = new Float64Array(lines);
    for (let line = 0; line < values.length; line += 1) lineVolts[line] = values[line]! * readVolts;
    return lineVolts;
  }

  #weighted(amperes: Float64Array): Float64Array {
    const ohms = this.#ohms;
    const values = new Float64Array(amperes.length);
    for (let line = 0; line < values.length; line += 1) values[line] = -ohms * amperes[line]!;
    return values;
  }
}

/** With zeros behind, where there are fewer values than lines. */
function padded(values: Float64Array, length: number): Float64Array {
  if (values.length === length) return values;
  const result = new Float64Array(length);
  result.set(values);
  return result;
}
