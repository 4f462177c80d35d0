import { createWiresKernel, growTo, KERNEL_BASE_BYTES, type WiresKernel } from './wires-kernel.js';

/** A matrix of siemens, inputs by outputs, in a kernel's memory: I = M'V. */
export class TransferMatrix {
  readonly #kernel: WiresKernel;
  readonly #memory: Float64Array;
  /** Of a row, in pairs of numbers: an odd last one is beside a 0. */
  readonly #pairs: number;
  readonly #inputsAt: number;
  readonly #outputsAt: number;

  constructor(inputs: number, outputs: number) {
    this.#pairs = Math.ceil(outputs / 2);
    this.#kernel = createWiresKernel();
    this.#inputsAt = KERNEL_BASE_BYTES + inputs * this.#pairs * 16;
    this.#outputsAt = this.#inputsAt + Math.ceil(inputs / 2) * 16;
    this.#memory = growTo(this.#kernel.memory, this.#outputsAt + this.#pairs * 16);
  }

  setRow(input: number, siemens: Float64Array): void {
    this.#memory.set(siemens, KERNEL_BASE_BYTES / 8 + input * this.#pairs * 2);
  }

  /** @param amperes to be filled, one an output */
  times(volts: Float64Array, amperes: Float64Array): void {
    this.#memory.set(volts, this.#inputsAt / 8);
    this.#kernel.timesMatrix(KERNEL_BASE_BYTES, volts.length, this.#pairs, this.#inputsAt, this.#outputsAt);
    const first = this.#outputsAt / 8;
    for (let k = 0; k < amperes.length; k += 1) amperes[k] = this.#memory[first + k]!;
  }
}
