import { dacStepVolts, type BoardLimits, type PulsePlan } from '../../core/index.js';
import type { AdcRange, DirectionName } from '../../protocols/index.js';
import { PlanDrive, type ChipArray } from '../chip/index.js';
import { convertToCodes } from './converters.js';
import type { FrontEnd, PlanStage, Sensed } from './front-end.js';
import { plannedWindows } from './switch-windows.js';

/** Converters with steps and ends and no other error, switches that are there at once. */
export class IdealFrontEnd implements FrontEnd {
  readonly #array: ChipArray;
  readonly #limits: BoardLimits;
  readonly #adc: AdcRange;

  constructor(array: ChipArray, limits: BoardLimits, adc: AdcRange) {
    this.#array = array;
    this.#limits = limits;
    this.#adc = adc;
  }

  read(direction: DirectionName, codes: Int32Array): Sensed {
    const array = this.#array;
    const { rows, columns } = array.shape;
    const forward = direction === 'forward';
    const driven = new Float64Array(codes.length);
    const step = dacStepVolts(this.#limits);
    for (let line = 0; line < codes.length; line += 1) driven[line] = codes[line]! * step;
    const amperes = new Float64Array(forward ? columns : rows);
    const { readSeconds } = this.#limits;
    const joules = forward
      ? array.readForward(driven, readSeconds, amperes)
      : array.readBackward(driven, readSeconds, amperes);
    return { joules, codes: convertToCodes(amperes, this.#adc) };
  }

  stageOf(plan: PulsePlan): PlanStage {
    const drives = new PlanDrive(plan, this.#limits);
    return {
      applyBlock: (block, seconds, out) => this.#array.applyBlock(drives.ofBlock(block), seconds, out),
      convert: (_, amperes) => convertToCodes(amperes, this.#adc),
      windowsOf: (block, heldTicks) => plannedWindows(plan, block, heldTicks),
    };
  }
}
