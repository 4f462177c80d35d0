import { meanMissing, settledPart } from './settling.js';

/** The outputs of DACs that approach what they are set to as e^(-t / tau). */
export class SettlingVolts {
  readonly #tauSeconds: number;
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  readonly #connected: Uint8Array;

  /**
   * @param tauSeconds 0 for outputs that are there at once
   * @param rest where they stand before they are first set; copied
   */
  constructor(tauSeconds: number, rest: Float64Array) {
    this.#tauSeconds = tauSeconds;
    this.#from = rest.slice();
    this.#to = rest.slice();
    this.#connected = new Uint8Array(rest.length);
  }

  /** Sets an output. NaN stands for a line without its DAC, which keeps its voltage meanwhile. */
  aim(line: number, volts: number): void {
    this.#connected[line] = Number.isNaN(volts) ? 0 : 1;
    this.#to[line] = Number.isNaN(volts) ? this.#from[line]! : volts;
  }

  /** The longest way that is left to go, volts. */
  get missing(): number {
    let most = 0;
    for (let line = 0; line < this.#to.length; line += 1) {
      most = Math.max(most, Math.abs(this.#to[line]! - this.#from[line]!));
    }
    return most;
  }

  /** Means between two times since they were set, seconds; leaves the entries of lines without their DAC as they are. */
  meanInto(volts: Float64Array, from: number, until: number): void {
    const tau = this.#tauSeconds;
    const missing = tau === 0 ? 0 : meanMissing(from / tau, until / tau);
    for (let line = 0; line < volts.length; line += 1) {
      if (this.#connected[line] === 0) continue;
      volts[line] = this.#to[line]! + missing * (this.#from[line]! - this.#to[line]!);
    }
  }

  /** So much time has passed since they were set. */
  pass(seconds: number): void {
    const missing = 1 - settledPart(seconds, this.#tauSeconds);
    for (let line = 0; line < this.#to.length; line += 1) {
      this.#from[line] = this.#to[line]! + missing * (this.#from[line]! - this.#to[line]!);
    }
  }
}
