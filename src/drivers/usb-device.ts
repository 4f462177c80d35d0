/** What is used of the `usb` package, which has WebUSB's shape; stand-ins in tests implement it too. */
export interface UsbBus {
  getDevices(): Promise<readonly UsbDevice[]>;
}

interface UsbEndpoint {
  readonly endpointNumber: number;
  readonly direction: 'in' | 'out';
  readonly type: string;
}

export interface UsbInterface {
  readonly interfaceNumber: number;
  readonly alternate: { readonly interfaceClass: number; readonly endpoints: readonly UsbEndpoint[] };
}

/** A request to the board itself, which passes all bulk transfers. */
export interface UsbControlSetup {
  readonly requestType: 'vendor';
  readonly recipient: 'interface';
  readonly request: number;
  readonly value: number;
  readonly index: number;
}

interface UsbTransferResult {
  readonly status: string;
}

export interface UsbDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber?: string | null;
  readonly configuration?: { readonly interfaces: readonly UsbInterface[] } | null;
  open(): Promise<void>;
  /** Throws while a transfer is under way. */
  close(): Promise<void>;
  claimInterface(interfaceNumber: number): Promise<void>;
  /** Every transfer needs its time-out said: the default is 1 s, and 0 is no time at all. */
  controlTransferOut(setup: UsbControlSetup, data: Uint8Array, milliseconds: number): Promise<UsbTransferResult>;
  transferIn(
    endpoint: number,
    length: number,
    milliseconds: number,
  ): Promise<UsbTransferResult & { readonly data?: DataView | undefined }>;
  transferOut(
    endpoint: number,
    data: Uint8Array,
    milliseconds: number,
  ): Promise<UsbTransferResult & { readonly bytesWritten: number }>;
}

/** Vendor requests that a board's vendor interface takes, by number. */
export const USB_REQUESTS = {
  /** Forget what was under way and begin both ways with a new record; heartbeats from here on. */
  attach: 1,
  /** End the transfer that the host waits in, drop what was to be said, and fall silent. */
  bye: 2,
  /** What the line ABOR does, past everything that waits; answered by the same line. */
  abort: 3,
} as const;
