import { LinkError } from '../core/index.js';
import { ignore } from './transport.js';
import type { UsbBus, UsbDevice, UsbInterface } from './usb-device.js';
import { usbListFailure, usbNotFound, usbOpenFailure, type UsbAddress } from './usb-failures.js';

/** The board's vendor interface, in this program's hands. */
export interface ClaimedUsb {
  readonly device: UsbDevice;
  readonly interfaceNumber: number;
  readonly endpointIn: number;
  readonly endpointOut: number;
}

const VENDOR_CLASS = 0xff;

function bulkEndpoint({ alternate }: UsbInterface, direction: 'in' | 'out'): number | undefined {
  return alternate.endpoints.find((endpoint) => endpoint.type === 'bulk' && endpoint.direction === direction)
    ?.endpointNumber;
}

async function findDevice(bus: UsbBus, address: UsbAddress): Promise<UsbDevice> {
  const { vendorId, productId, serialNumber } = address;
  const devices = await bus.getDevices().catch((thrown: unknown) => {
    throw usbListFailure(address, thrown);
  });
  const sameIds = devices.filter((device) => device.vendorId === vendorId && device.productId === productId);
  const found = sameIds.filter((device) => serialNumber === undefined || device.serialNumber === serialNumber);
  const [device] = found;
  const serials = sameIds.map((device) => device.serialNumber ?? 'unknown').join(', ');
  if (device === undefined) {
    const there = serials === '' ? 'no such device; lsusb lists what there is' : `the serial numbers are ${serials}`;
    throw usbNotFound(address, `${there}. Check the cable and the ids.`);
  }
  if (found.length > 1) throw usbNotFound(address, `there are several; add a serial number of ${serials} to the ids.`);
  return device;
}

/**
 * Opens a device and claims its vendor interface.
 *
 * @throws LinkError `board-not-found` when there is none, none that may be opened, or several; `board-busy` when another
 *   program has it
 */
export async function claimUsb(bus: UsbBus, address: UsbAddress): Promise<ClaimedUsb> {
  const device = await findDevice(bus, address);
  await device.open().catch((thrown: unknown) => {
    throw usbOpenFailure(address, thrown);
  });
  try {
    for (const candidate of device.configuration?.interfaces ?? []) {
      const endpointIn = bulkEndpoint(candidate, 'in');
      const endpointOut = bulkEndpoint(candidate, 'out');
      const { interfaceNumber, alternate } = candidate;
      if (alternate.interfaceClass !== VENDOR_CLASS || endpointIn === undefined || endpointOut === undefined) continue;
      await device.claimInterface(interfaceNumber);
      return { device, interfaceNumber, endpointIn, endpointOut };
    }
    throw usbNotFound(address, 'it has no vendor interface with bulk endpoints, so it is no quarterwave board.');
  } catch (thrown) {
    await device.close().catch(ignore);
    throw thrown instanceof LinkError ? thrown : usbOpenFailure(address, thrown);
  }
}
