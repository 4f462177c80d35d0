import type { ByteLink } from '../../core/index.js';
import type { IdentityDocument } from '../../protocols/index.js';
import type { Chip } from '../chip/index.js';
import type { EdgeLedger } from './edge-ledger.js';
import { Firmware } from './firmware.js';
import type { Hardware } from './hardware.js';
import { isWritten } from './nonvolatile-file.js';
import type { GroundingStep } from './outputs.js';
import type { ResetStep } from './reset-step.js';
import type { FaultCause } from './safety-state.js';

/** What is drawn at random at a boot and while it lasts. */
export interface Boot {
  /** Never 0. */
  readonly bootNonce: number;
  /** A u32, never 0. */
  readonly draw: () => number;
}

export interface BoardEmulatorOptions {
  readonly hardware: Hardware;
  /** @param boots how often the board was booted before */
  readonly drawBoot: (boots: number) => Boot;
  readonly resetAt: ((step: ResetStep) => boolean) | undefined;
}

/** Hardware with its firmware, switched on: bytes in, bytes out. */
export class BoardEmulator implements ByteLink {
  onSend: (bytes: Uint8Array) => void = () => {};
  readonly #options: BoardEmulatorOptions;
  readonly #hardware: Hardware;
  #boots: number;
  #firmware: Firmware;

  constructor(options: BoardEmulatorOptions) {
    this.#options = options;
    this.#hardware = options.hardware;
    this.#boots = this.#hardware.nonvolatile?.boots ?? 0;
    this.#firmware = this.#boot();
  }

  get identity(): IdentityDocument {
    return this.#hardware.plate.identity;
  }

  get ledger(): EdgeLedger {
    return this.#hardware.ledger;
  }

  get chip(): Chip {
    return this.#hardware.chip;
  }

  get groundings(): readonly GroundingStep[] {
    return this.#hardware.outputs.steps;
  }

  receive(bytes: Uint8Array): void {
    // a reset that was due before the bytes came leaves them to the next boot
    this.#firmware.passTime();
    this.#firmware.receive(bytes);
  }

  reset(): void {
    this.#firmware.passTime();
    this.#reboot();
  }

  trip(cause: FaultCause): void {
    this.#hardware.interlock.tripped = cause;
    this.#firmware.passTime();
    this.#firmware.trip(cause);
  }

  mend(): void {
    this.#hardware.interlock.tripped = undefined;
  }

  close(): void {
    this.#firmware.stopTimers();
    this.#hardware.nonvolatile?.close();
  }

  #reboot(): void {
    const { nonvolatile } = this.#hardware;
    this.#firmware.powerOff();
    this.#boots += 1;
    isWritten(() => nonvolatile?.writeBoots(this.#boots + 1));
    this.#firmware = this.#boot();
  }

  #boot(): Firmware {
    const { drawBoot, resetAt } = this.#options;
    return new Firmware(this.#hardware, {
      ...drawBoot(this.#boots),
      resets: (at, serial, blocksDone) => {
        if (resetAt?.({ at, serial, blocksDone }) !== true) return false;
        this.#reboot();
        return true;
      },
      send: (bytes) => this.onSend(bytes),
    });
  }
}
