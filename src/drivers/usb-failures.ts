import { LinkError } from '../core/index.js';

export interface UsbAddress {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber?: string | undefined;
}

const hex = (id: number): string => id.toString(16).padStart(4, '0');

export const usbName = ({ vendorId, productId, serialNumber }: UsbAddress): string =>
  `usb://${hex(vendorId)}:${hex(productId)}${serialNumber === undefined ? '' : `/${encodeURIComponent(serialNumber)}`}`;

export const usbNotFound = (address: UsbAddress, what: string, cause?: unknown): LinkError =>
  new LinkError('board-not-found', `No board at ${usbName(address)}: ${what}`, { where: usbName(address) }, cause);

const textOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Why there is no list of devices; a system without USB has no /sys/bus/usb/devices, and then this is no empty list. */
export const usbListFailure = (address: UsbAddress, thrown: unknown): LinkError =>
  usbNotFound(
    address,
    `the USB devices cannot be listed (${textOf(thrown)}). Linux lists them in /sys/bus/usb/devices, which containers ` +
      'and kernels without USB do not have; run where it is, or reach the board by tcp:, unix: or serial:.',
    thrown,
  );

/** Why a device that is there did not open. The usb package has no error codes: its text is all there is to tell by. */
export function usbOpenFailure(address: UsbAddress, thrown: unknown): LinkError {
  const text = textOf(thrown);
  if (/permission denied|access denied|errno (1|13)\b/i.test(text)) {
    return usbNotFound(
      address,
      'permission denied. Write this line to /etc/udev/rules.d/60-quarterwave.rules, run "sudo udevadm control ' +
        '--reload" and plug the board in again: ' +
        `SUBSYSTEM=="usb", ATTR{idVendor}=="${hex(address.vendorId)}", ATTR{idProduct}=="${hex(address.productId)}", ` +
        'MODE="0660", GROUP="plugdev", TAG+="uaccess"',
      thrown,
    );
  }
  if (/busy|in use|errno 16\b/i.test(text)) {
    return new LinkError(
      'board-busy',
      `The board at ${usbName(address)} is in use by another program or a kernel driver (${text}). Close that program.`,
      { where: usbName(address) },
      thrown,
    );
  }
  return usbNotFound(address, `it does not open (${text}). Check the cable and plug the board in again.`, thrown);
}

/** What to say of a transfer that failed. */
export function usbTransferFailure(thrown: unknown, milliseconds: number): string {
  const text = textOf(thrown);
  if (/cancel/i.test(text)) {
    return `a transfer was not done after ${milliseconds} ms and was cancelled, and what it held may be lost`;
  }
  return /disconnect/i.test(text) ? 'it was unplugged or reset' : text;
}
