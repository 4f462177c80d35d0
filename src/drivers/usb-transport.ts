import { LinkError, type Clock } from '../core/index.js';
import { PortTransport, type OpenPort, type PortEvents } from './port-transport.js';
import { ignore, type Transport } from './transport.js';
import { claimUsb, type ClaimedUsb } from './usb-claim.js';
import { USB_REQUESTS, type UsbBus } from './usb-device.js';
import { usbName, usbNotFound, usbOpenFailure, usbTransferFailure, type UsbAddress } from './usb-failures.js';
import { RecordReader, RecordWriter } from './usb-records.js';

/** A multiple of every bulk packet: of any other length the package loses the rest of the last packet. */
const READ_BYTES = 16 * 1024;
/** Fifty heartbeats. A read that ends by time may have dropped what the board had said. */
const TRANSFER_MILLISECONDS = 5000;
const NO_DATA = new Uint8Array(0);

/** A line that must not wait behind anything, alone in its write as the board client sends it. */
const isAbort = (bytes: Uint8Array): boolean =>
  bytes.length <= 6 && /^\0?ABOR\n$/.test(Buffer.from(bytes).toString('latin1'));

async function request(
  { device, interfaceNumber }: ClaimedUsb,
  number: (typeof USB_REQUESTS)[keyof typeof USB_REQUESTS],
): Promise<void> {
  const to = { requestType: 'vendor', recipient: 'interface', value: 0, index: interfaceNumber } as const;
  const { status } = await device.controlTransferOut({ ...to, request: number }, NO_DATA, TRANSFER_MILLISECONDS);
  if (status !== 'ok') throw new LinkError('link-lost', `the board refused request ${number} (${status})`);
}

/** A claimed interface. One read is under way at any time, since a second fails and an end in between loses nothing. */
class UsbPort implements OpenPort {
  readonly #claimed: ClaimedUsb;
  readonly #events: PortEvents;
  readonly #reader = new RecordReader();
  readonly #writer = new RecordWriter();
  /** Each settles when all transfers of its kind so far have; neither rejects. */
  #writes = Promise.resolve();
  #requests = Promise.resolve();
  #leaving = false;
  /** What ended the link before it was closed. */
  #failure: { readonly what: string; readonly cause: unknown } | undefined;

  constructor(claimed: ClaimedUsb, events: PortEvents) {
    this.#claimed = claimed;
    this.#events = events;
    void this.#readUntilBye();
  }

  write(bytes: Uint8Array, taken: (error?: Error | null) => void): void {
    (isAbort(bytes) ? this.#abort(bytes) : this.#send(bytes)).then(() => taken(), taken);
  }

  end(): void {
    void this.#writes.then(() => this.#sayBye());
  }

  abandon(): void {
    // what has not begun to leave must not leave any more; what has cannot be stopped from here
    this.#fail('the board did not let go in time', undefined);
  }

  /** By request past all that waits, and in its turn, so that nothing that waits is the last thing the board hears. */
  async #abort(line: Uint8Array): Promise<void> {
    const sent = this.#send(line);
    try {
      await this.#request(USB_REQUESTS.abort);
    } catch {
      await sent;
    }
  }

  #sayBye(): void {
    if (this.#leaving) return;
    this.#leaving = true;
    // where the board does not hear it, the read ends by its time or with the device
    this.#request(USB_REQUESTS.bye).catch(ignore);
  }

  /** In turn, so that the bytes of two writes never mix. */
  #send(bytes: Uint8Array): Promise<void> {
    const records = this.#writer.take(bytes);
    const sent = this.#writes.then(() => (records.length > 0 ? this.#transfer(records) : undefined));
    this.#writes = sent.catch(ignore);
    return sent;
  }

  #request(number: Parameters<typeof request>[1]): Promise<void> {
    const asked = request(this.#claimed, number);
    this.#requests = Promise.allSettled([this.#requests, asked]).then(ignore);
    return asked;
  }

  async #transfer(records: Uint8Array): Promise<void> {
    const { device, endpointOut } = this.#claimed;
    try {
      if (this.#failure !== undefined) throw new LinkError('link-lost', this.#failure.what);
      const { status, bytesWritten } = await device.transferOut(endpointOut, records, TRANSFER_MILLISECONDS);
      if (status === 'ok' && bytesWritten === records.length) return;
      throw new LinkError('link-lost', `the board took ${bytesWritten} of ${records.length} bytes (${status})`);
    } catch (error) {
      // the board may hold a part of a record, so that nothing after it would be understood
      const what = usbTransferFailure(error, TRANSFER_MILLISECONDS);
      this.#fail(what, error);
      throw new LinkError('link-lost', what, {}, error);
    }
  }

  #fail(what: string, cause: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { what, cause };
    this.#events.gone(what, cause);
    this.#sayBye();
  }

  async #readUntilBye(): Promise<void> {
    const { device, endpointIn } = this.#claimed;
    try {
      while (!this.#leaving) {
        const { data, status } = await device.transferIn(endpointIn, READ_BYTES, TRANSFER_MILLISECONDS);
        if (data === undefined) throw new LinkError('link-lost', `the board ended a read with ${status}`);
        const bytes = this.#reader.take(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        if (bytes === undefined) throw new LinkError('link-lost', 'what the board sends is not made of records');
        if (bytes.length > 0) this.#events.bytes(bytes);
      }
    } catch (error) {
      this.#fail(usbTransferFailure(error, TRANSFER_MILLISECONDS), error);
    }
    // `close` throws while any transfer is under way
    await Promise.all([this.#writes, this.#requests]);
    await device.close().catch(ignore);
    this.#events.gone('the port closed');
  }
}

async function nativeBus(address: UsbAddress): Promise<UsbBus> {
  // loaded here so that programs without a USB board do not load its native part
  const { usb } = await import('usb').catch((thrown: unknown) => {
    throw usbNotFound(address, 'the usb package does not load on this system. Reach the board by serial:.', thrown);
  });
  // its transfers are declared in WebUSB's types only, which Node does not have
  return usb as unknown as UsbBus;
}

/**
 * Opens the vendor interface of a USB board and begins with a clean record both ways.
 *
 * @param bus for tests; the machine's own unless given
 * @throws LinkError `board-not-found` when there is no such device, or none that may be opened; `board-busy` when
 *   another program has it
 */
export async function openUsbTransport(address: UsbAddress, clock: Clock, bus?: UsbBus): Promise<Transport> {
  const claimed = await claimUsb(bus ?? (await nativeBus(address)), address);
  try {
    await request(claimed, USB_REQUESTS.attach);
  } catch (error) {
    await claimed.device.close().catch(ignore);
    throw usbOpenFailure(address, error);
  }
  return new PortTransport(usbName(address), clock, (events) => new UsbPort(claimed, events));
}
