import type { ByteLink, Clock } from '../../src/core/index.js';
import { USB_REQUESTS } from '../../src/drivers/usb-device.js';
import { HEARTBEAT, RecordReader, RecordWriter } from '../../src/drivers/usb-records.js';
import type { UsbFirmware, WebUsbDevice } from './web-usb.js';

const HEARTBEAT_MILLISECONDS = 100;
const PACKET_BYTES = 512;

export interface WebUsbBoardOptions {
  readonly device: WebUsbDevice;
  /** The board as any stream of bytes has it. */
  readonly link: ByteLink;
  readonly clock: Clock;
  readonly abort: () => void;
}

/** The USB part of a board's firmware: records, heartbeats and the three requests. */
export class WebUsbBoard implements UsbFirmware {
  /** While true the firmware does nothing at all. */
  hung = false;
  readonly requests: number[] = [];
  readonly #device: WebUsbDevice;
  readonly #link: ByteLink;
  readonly #clock: Clock;
  readonly #abort: () => void;
  #reader = new RecordReader();
  #writer = new RecordWriter();
  #stopHeart: (() => void) | undefined;

  constructor({ device, link, clock, abort }: WebUsbBoardOptions) {
    this.#device = device;
    this.#link = link;
    this.#clock = clock;
    this.#abort = abort;
    device.firmware = this;
    link.onSend = (bytes) => {
      if (this.#stopHeart === undefined || this.hung) return;
      this.#send(this.#writer.take(bytes));
    };
  }

  out(bytes: Uint8Array): void {
    const stream = this.#reader.take(bytes);
    if (stream !== undefined && stream.length > 0) this.#link.receive(stream);
  }

  control(request: number): 'ok' | 'stall' | 'hang' {
    if (this.hung) return 'hang';
    this.requests.push(request);
    if (request === USB_REQUESTS.attach) this.#attach();
    else if (request === USB_REQUESTS.bye) this.#bye();
    else if (request === USB_REQUESTS.abort) this.#abort();
    else return 'stall';
    return 'ok';
  }

  unplugged(): void {
    this.#fallSilent();
  }

  #attach(): void {
    this.#fallSilent();
    this.#reader = new RecordReader();
    this.#writer = new RecordWriter();
    this.#device.dropQueue();
    this.#beat();
  }

  #bye(): void {
    this.#fallSilent();
    this.#device.dropQueue();
    this.#send(HEARTBEAT);
  }

  #fallSilent(): void {
    this.#stopHeart?.();
    this.#stopHeart = undefined;
  }

  #beat(): void {
    this.#stopHeart = this.#clock.after(HEARTBEAT_MILLISECONDS, () => {
      if (this.#device.unread === 0 && !this.hung) this.#send(HEARTBEAT);
      this.#beat();
    });
  }

  #send(records: Uint8Array): void {
    if (records.length === 0) return;
    // a full last packet would not end the host's read
    const full = (this.#device.unread + records.length) % PACKET_BYTES === 0;
    this.#device.send(full ? Buffer.concat([records, HEARTBEAT]) : records);
  }
}
