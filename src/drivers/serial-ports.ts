/** A serial port of this machine that a board could be behind. */
interface SerialPortInfo {
  /** What `openBoard` takes. */
  readonly uri: string;
  /** For people: what the port says of itself. */
  readonly about: string;
}

interface SerialPortList {
  readonly ports: readonly SerialPortInfo[];
  /** Why the list may be short; undefined where it is whole. */
  readonly problem: string | undefined;
}

/** The ports the operating system knows; pseudo-terminals and links of one's own are never among them. Opens nothing. */
export async function listSerialPorts(): Promise<SerialPortList> {
  const { SerialPort } = await import('serialport');
  try {
    const found = await SerialPort.list();
    const ports = found.map(({ path, manufacturer, serialNumber, vendorId, productId }) => ({
      uri: `serial://${path}`,
      about:
        [manufacturer, serialNumber, vendorId && `usb ${vendorId}:${productId}`].filter(Boolean).join(', ') ||
        'serial port',
    }));
    return { ports, problem: undefined };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = missing
      ? 'Serial ports cannot be listed: udevadm is not installed (package udev). Ports named by their path still open.'
      : `Serial ports cannot be listed: ${error instanceof Error ? error.message : String(error)}`;
    return { ports: [], problem };
  }
}
