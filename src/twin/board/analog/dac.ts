import { dacStepVolts, type BoardLimits } from '../../../core/index.js';
import { drawChannelErrors } from './channel-errors.js';
import { conversionNoise, type ConversionNoise } from './conversion-noise.js';
import type { DacImperfections } from './imperfections.js';
import { drawNonlinearity, type Nonlinearity } from './nonlinearity.js';

export interface DacOptions {
  readonly errors: DacImperfections;
  readonly range: Pick<BoardLimits, 'dacBits' | 'dacFullScaleVolts'>;
  readonly channels: number;
  readonly seed: number;
  readonly array: number;
}

/** The DACs of one array's lines: V = (1 + gain error) (V_code + step INL(V_code)) + offset + noise. */
export class Dac {
  /** Time constant of its outputs, seconds; 0 where they are there at once. */
  readonly settleSeconds: number;
  readonly #offsets: Float64Array;
  readonly #gains: Float64Array;
  readonly #nonlinearities: readonly (Nonlinearity | undefined)[];
  readonly #stepVolts: number;
  readonly #fullScaleVolts: number;
  readonly #noiseVolts: number;
  readonly #seed: number;

  constructor({ errors, range, channels, seed, array }: DacOptions) {
    const { offsetVolts = 0, gainError = 0, inlLsb = 0, noiseVolts = 0, settleSeconds = 0 } = errors;
    this.settleSeconds = settleSeconds;
    this.#offsets = drawChannelErrors(offsetVolts, channels, seed, `board/dac/offset/${array}`);
    this.#gains = drawChannelErrors(gainError, channels, seed, `board/dac/gain/${array}`);
    this.#nonlinearities = Array.from({ length: channels }, (_, channel) =>
      drawNonlinearity(inlLsb, seed, `board/dac/inl/${array}/${channel}`),
    );
    this.#stepVolts = dacStepVolts(range);
    this.#fullScaleVolts = range.dacFullScaleVolts;
    this.#noiseVolts = noiseVolts;
    this.#seed = seed;
  }

  /** What a channel settles to, without its noise. */
  volts(nominal: number, channel: number): number {
    const bent = this.#nonlinearities[channel]?.(nominal / this.#fullScaleVolts) ?? 0;
    return (1 + this.#gains[channel]!) * (nominal + this.#stepVolts * bent) + this.#offsets[channel]!;
  }

  /** @param conversion a name that no other conversion has */
  noise(conversion: string): ConversionNoise {
    return conversionNoise(this.#noiseVolts, this.#seed, `board/dac/noise/${conversion}`);
  }
}
