import type { Clock } from '../../src/core/index.js';
import type { UsbBus, UsbControlSetup, UsbDevice, UsbInterface } from '../../src/drivers/usb-device.js';

/** What a board does with what comes through its endpoints. */
export interface UsbFirmware {
  out(bytes: Uint8Array): void;
  /** `hang` is a board that does not answer at all. */
  control(request: number): 'ok' | 'stall' | 'hang';
  unplugged(): void;
}

interface Transfer {
  readonly fail: (text: string) => void;
}

interface Read {
  /** What the host asked for, as the package rounds it. */
  readonly rounded: number;
  got: Uint8Array;
  readonly finish: (bytes: Uint8Array) => void;
}

const PACKET_BYTES = 512;
const DEFAULT_MILLISECONDS = 1000;
const ENDPOINT = 1;

const VENDOR_INTERFACE: UsbInterface = {
  interfaceNumber: 2,
  alternate: {
    interfaceClass: 0xff,
    endpoints: [
      { endpointNumber: ENDPOINT, direction: 'in', type: 'bulk' },
      { endpointNumber: ENDPOINT, direction: 'out', type: 'bulk' },
    ],
  },
};
const SERIAL_INTERFACE: UsbInterface = { interfaceNumber: 0, alternate: { interfaceClass: 2, endpoints: [] } };

export interface WebUsbDeviceOptions {
  readonly clock: Clock;
  readonly vendorId?: number;
  readonly productId?: number;
  readonly serialNumber?: string;
  readonly interfaces?: readonly UsbInterface[];
  /** Texts that opening and claiming fail with. */
  readonly openError?: string;
  readonly claimError?: string;
}

/**
 * A device as version 3.1 of the `usb` package shows it, with everything that was measured to be awkward: errors are
 * plain texts, a read without a time-out has one second and with 0 none at all, only one read at a time, a read whose
 * length is no multiple of the packet loses bytes, a read that ends by time loses what it had, and nothing can be closed
 * while a transfer is under way.
 */
export class WebUsbDevice implements UsbDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string;
  readonly configuration: NonNullable<UsbDevice['configuration']>;
  firmware: UsbFirmware | undefined;
  opened = false;
  /** While true the board takes no bulk transfer. */
  stalled = false;
  /** Lengths and time-outs of all reads so far. */
  readonly reads: { readonly length: number; readonly milliseconds: number }[] = [];
  readonly #clock: Clock;
  readonly #openError: string | undefined;
  readonly #claimError: string | undefined;
  readonly #transfers = new Set<Transfer>();
  /** Transfers of the host that wait while the board is stalled. */
  readonly #untaken: (() => void)[] = [];
  #claimed = false;
  #plugged = true;
  #reading = false;
  /** The read that still takes bytes. */
  #read: Read | undefined;
  #queue: Uint8Array = new Uint8Array(0);

  constructor(options: WebUsbDeviceOptions) {
    this.#clock = options.clock;
    this.vendorId = options.vendorId ?? 0x1209;
    this.productId = options.productId ?? 1;
    this.serialNumber = options.serialNumber ?? 'QW-1';
    this.configuration = { interfaces: options.interfaces ?? [SERIAL_INTERFACE, VENDOR_INTERFACE] };
    this.#openError = options.openError;
    this.#claimError = options.claimError;
  }

  async open(): Promise<void> {
    if (this.#openError !== undefined) throw new Error(this.#openError);
    this.opened = true;
  }

  async close(): Promise<void> {
    this.#borrowMutably();
    this.opened = false;
    this.#claimed = false;
  }

  async claimInterface(interfaceNumber: number): Promise<void> {
    this.#borrowMutably();
    if (this.#claimError !== undefined) throw new Error(this.#claimError);
    if (!this.opened) throw new Error('claimInterface error: invalid state');
    this.#claimed = interfaceNumber === VENDOR_INTERFACE.interfaceNumber;
  }

  async controlTransferOut(
    { request }: UsbControlSetup,
    data: Uint8Array,
    milliseconds = DEFAULT_MILLISECONDS,
  ): Promise<{ status: string }> {
    // the package takes the buffer of data that is not there
    if ((data as Uint8Array | undefined) === undefined) throw new TypeError('Cannot read properties of undefined');
    if (!this.opened) throw new Error('controlTransferOut error: invalid state');
    return this.#transfer(milliseconds, (finish) => {
      const answer = this.firmware?.control(request) ?? 'stall';
      if (answer !== 'hang') finish({ status: answer });
    });
  }

  async transferIn(
    endpoint: number,
    length: number,
    milliseconds = DEFAULT_MILLISECONDS,
  ): Promise<{ status: string; data: DataView }> {
    if (!this.#claimed || endpoint !== ENDPOINT || this.#reading) {
      throw new Error('transferIn error: endpoint not found');
    }
    this.reads.push({ length, milliseconds });
    this.#reading = true;
    const rounded = Math.ceil(length / PACKET_BYTES) * PACKET_BYTES;
    try {
      const bytes = await this.#transfer<Uint8Array>(milliseconds, (finish) => {
        this.#read = { rounded, got: new Uint8Array(0), finish };
        this.#fillRead();
      });
      const { buffer, byteOffset, byteLength } = bytes.subarray(0, length);
      return { status: 'ok', data: new DataView(buffer, byteOffset, byteLength) };
    } finally {
      this.#reading = false;
      this.#read = undefined;
    }
  }

  async transferOut(
    endpoint: number,
    data: Uint8Array,
    milliseconds = DEFAULT_MILLISECONDS,
  ): Promise<{ status: string; bytesWritten: number }> {
    if (!this.#claimed || endpoint !== ENDPOINT) throw new Error('transferOut error: endpoint not found');
    const bytes = Uint8Array.from(data);
    return this.#transfer(milliseconds, (finish) => {
      const deliver = (): void => {
        this.firmware?.out(bytes);
        finish({ status: 'ok', bytesWritten: bytes.length });
      };
      if (this.stalled) this.#untaken.push(deliver);
      else deliver();
    });
  }

  /** Ends being stalled. */
  resume(): void {
    this.stalled = false;
    for (const deliver of this.#untaken.splice(0)) deliver();
    this.#fillRead();
  }

  /** What the board has to say from now on. */
  send(bytes: Uint8Array): void {
    this.#queue = Buffer.concat([this.#queue, bytes]);
    this.#fillRead();
  }

  /** Bytes of the board that no finished read has taken. */
  get unread(): number {
    return this.#queue.length + (this.#read?.got.length ?? 0);
  }

  /** Drops what no read has begun to take. */
  dropQueue(): void {
    this.#queue = new Uint8Array(0);
  }

  unplug(): void {
    this.#plugged = false;
    for (const { fail } of this.#transfers) fail('Disconnected');
    this.firmware?.unplugged();
  }

  #borrowMutably(): void {
    if (this.#transfers.size === 0) return;
    throw new Error('The same native value cannot be borrowed mutably while another borrow is active');
  }

  /** A read ends when it is full or with a packet that is not; a board that says 512 bytes leaves it waiting. */
  #fillRead(): void {
    const read = this.#read;
    if (read === undefined || this.stalled) return;
    const taken = this.#queue.subarray(0, read.rounded - read.got.length);
    this.#queue = this.#queue.subarray(taken.length);
    read.got = Buffer.concat([read.got, taken]);
    const { length } = read.got;
    if (length < read.rounded && length % PACKET_BYTES === 0) return;
    this.#read = undefined;
    read.finish(read.got);
  }

  /** Runs until it is finished, fails or its time is over; what it says comes a turn of the event loop later. */
  #transfer<Result>(milliseconds: number, start: (finish: (result: Result) => void) => void): Promise<Result> {
    if (!this.#plugged) return Promise.reject(new Error('Disconnected'));
    return new Promise((resolve, reject) => {
      let ended = false;
      const end = (settle: () => void): void => {
        if (ended) return;
        ended = true;
        cancel();
        setImmediate(() => {
          this.#transfers.delete(transfer);
          settle();
        });
      };
      const fail = (text: string): void => end(() => reject(new Error(text)));
      const transfer = { fail };
      const cancel = milliseconds > 0 ? this.#clock.after(milliseconds, () => fail('Cancelled')) : () => {};
      this.#transfers.add(transfer);
      if (milliseconds > 0) setImmediate(() => !ended && start((result) => end(() => resolve(result))));
      else fail('Cancelled');
    });
  }
}

export const webUsb = (...devices: readonly WebUsbDevice[]): UsbBus => ({ getDevices: async () => devices });

/** A system without USB. */
export const noUsb: UsbBus = {
  getDevices: async () => {
    throw new Error('getDevices error: /sys/bus/usb/devices/ not found (errno 2)');
  },
};
