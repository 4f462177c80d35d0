import { adcStepAmperes, type AdcRange } from '../../../protocols/index.js';
import { highestCode, toCode } from '../converters.js';
import { drawChannelErrors } from './channel-errors.js';
import { conversionNoise, type ConversionNoise } from './conversion-noise.js';
import type { AdcImperfections } from './imperfections.js';
import { drawNonlinearity, type Nonlinearity } from './nonlinearity.js';
import { settledPart } from './settling.js';

export interface AdcOptions {
  readonly errors: AdcImperfections;
  readonly range: AdcRange;
  readonly channels: number;
  readonly seed: number;
  readonly array: number;
  /** What a switch that closes sends into the amplifier. */
  readonly injectedCoulombs: number;
}

/**
 * The amplifiers and ADCs of one array's lines. Time t after its line was connected an amplifier of time constant tau shows
 * I (1 - e^(-t / tau)) + Q / tau e^(-t / tau), Q being what the closing switch has injected; the ADC makes of it the code
 * nearest to ((1 + gain error) I + offset + noise) / step + INL, held at the ends of its range.
 */
export class Adc {
  readonly #range: AdcRange;
  readonly #offsets: Float64Array;
  readonly #gains: Float64Array;
  readonly #nonlinearities: readonly (Nonlinearity | undefined)[];
  readonly #settleSeconds: number;
  readonly #injectedCoulombs: number;
  readonly #noiseAmperes: number;
  readonly #seed: number;

  constructor({ errors, range, channels, seed, array, injectedCoulombs }: AdcOptions) {
    const { offsetAmperes = 0, gainError = 0, inlLsb = 0, noiseAmperes = 0, settleSeconds = 0 } = errors;
    this.#range = range;
    this.#offsets = drawChannelErrors(offsetAmperes, channels, seed, `board/adc/offset/${array}`);
    this.#gains = drawChannelErrors(gainError, channels, seed, `board/adc/gain/${array}`);
    this.#nonlinearities = Array.from({ length: channels }, (_, channel) =>
      drawNonlinearity(inlLsb, seed, `board/adc/inl/${array}/${channel}`),
    );
    this.#settleSeconds = settleSeconds;
    this.#injectedCoulombs = injectedCoulombs;
    this.#noiseAmperes = noiseAmperes;
    this.#seed = seed;
  }

  /** @param conversion a name that no other conversion has */
  noise(conversion: string): ConversionNoise {
    return conversionNoise(this.#noiseAmperes, this.#seed, `board/adc/noise/${conversion}`);
  }

  /**
   * @param connectedSeconds since the channel's line was connected; Infinity for one that is at rest
   * @param noise of the conversion, amperes
   */
  code(amperes: number, channel: number, connectedSeconds: number, noise: number): number {
    const shown = this.#amplified(amperes, connectedSeconds);
    const disturbed = (1 + this.#gains[channel]!) * shown + this.#offsets[channel]! + noise;
    const bent = this.#nonlinearities[channel]?.(disturbed / this.#range.fullScaleAmperes) ?? 0;
    return toCode(disturbed / adcStepAmperes(this.#range) + bent, highestCode(this.#range));
  }

  #amplified(amperes: number, connectedSeconds: number): number {
    const tau = this.#settleSeconds;
    if (tau === 0) return amperes;
    const settled = settledPart(connectedSeconds, tau);
    return amperes * settled + (this.#injectedCoulombs / tau) * (1 - settled);
  }
}
