import { codeVolts, type BoardLimits, type PulsePlan } from '../../../core/index.js';
import type { AdcRange, DirectionName } from '../../../protocols/index.js';
import type { ChipArray } from '../../chip/index.js';
import type { FrontEnd, PlanStage, Sensed } from '../front-end.js';
import { Adc } from './adc.js';
import { AnalogStage } from './analog-stage.js';
import { ChargeInjection } from './charge-injection.js';
import { Dac } from './dac.js';
import type { BoardImperfections } from './imperfections.js';
import { settledPart } from './settling.js';
import { SwitchTiming } from './switch-timing.js';

export interface AnalogFrontEndOptions {
  readonly array: ChipArray;
  /** Its number on the board. */
  readonly index: number;
  /** At least one of its parts is there. */
  readonly imperfections: BoardImperfections;
  readonly limits: BoardLimits;
  readonly adc: AdcRange;
  readonly seed: number;
}

/**
 * Converters and switches of one array with their errors. Channels of the DACs are its rows, columns and gates, those
 * of the ADCs its rows and columns, in this order.
 */
export class AnalogFrontEnd implements FrontEnd {
  readonly array: ChipArray;
  readonly index: number;
  readonly limits: BoardLimits;
  /** Undefined where the voltages are those of the codes, at once. */
  readonly dac: Dac | undefined;
  readonly adc: Adc;
  readonly timing: SwitchTiming | undefined;
  readonly injection: ChargeInjection | undefined;

  constructor({ array, index, imperfections, limits, adc: range, seed }: AnalogFrontEndOptions) {
    const { dac, adc = {}, switches } = imperfections;
    const { rows, columns } = array.shape;
    const { injectedCoulombs = 0, lineFarads = 0 } = switches ?? {};
    this.array = array;
    this.index = index;
    this.limits = limits;
    const channels = rows + columns;
    this.dac = dac && new Dac({ errors: dac, range: limits, channels: channels + rows, seed, array: index });
    this.adc = new Adc({ errors: adc, range, channels, seed, array: index, injectedCoulombs });
    this.timing = switches && new SwitchTiming(switches, columns, seed, index);
    this.injection = lineFarads === 0 ? undefined : new ChargeInjection(array, injectedCoulombs, lineFarads);
  }

  /** Lines come from 0 V, at which they are between reads, and are held from the first instant at what they reach. */
  read(direction: DirectionName, codes: Int32Array): Sensed {
    const { array, limits } = this;
    const { rows, columns } = array.shape;
    const { readSeconds } = limits;
    const forward = direction === 'forward';
    const conversion = `read/${this.index}/${array.reads}`;
    const driven = this.#driven(codes, forward ? 0 : rows, conversion);
    const amperes = new Float64Array(forward ? columns : rows);
    const joules = forward
      ? array.readForward(driven, readSeconds, amperes)
      : array.readBackward(driven, readSeconds, amperes);
    const noise = this.adc.noise(conversion);
    const firstSensed = forward ? rows : 0;
    const sensed = Int32Array.from(amperes, (current, line) =>
      this.adc.code(current, firstSensed + line, readSeconds, noise()),
    );
    return { codes: sensed, joules };
  }

  stageOf(plan: PulsePlan, serial: number): PlanStage {
    return new AnalogStage(this, plan, serial);
  }

  /** What the DAC of a channel is at with the code 0, volts. */
  restVolts(channel: number): number {
    return this.dac?.volts(0, channel) ?? 0;
  }

  #driven(codes: Int32Array, firstChannel: number, conversion: string): Float64Array {
    const { dac, limits } = this;
    const volts = Float64Array.from(codes, (code) => codeVolts(code, limits));
    if (dac === undefined) return volts;
    const noise = dac.noise(conversion);
    const settled = settledPart(limits.readSeconds, dac.settleSeconds);
    return volts.map((nominal, line) => settled * (dac.volts(nominal, firstChannel + line) + noise()));
  }
}
