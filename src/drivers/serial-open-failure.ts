import { LinkError, type CrossbarError } from '../core/index.js';

const notFound = (path: string, what: string, cause: unknown): LinkError =>
  new LinkError('board-not-found', `No board at serial://${path}: ${what}`, { path }, cause);

/** The permissions of a device that stat can tell: who owns it. */
interface DeviceOwner {
  readonly groupId: number;
}

/**
 * Why a serial device could not be reached, from the operating system's error code.
 *
 * @param owner of the device, where it exists
 */
export function serialAccessFailure(path: string, error: NodeJS.ErrnoException, owner?: DeviceOwner): CrossbarError {
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    const group = owner === undefined ? '' : ` (group id ${owner.groupId})`;
    return notFound(
      path,
      `permission denied. Join the group that owns it${group}, often dialout or uucp: ` +
        'sudo usermod -aG dialout $USER, then log in again; ' +
        'or give the board a udev rule with GROUP="plugdev", TAG+="uaccess".',
      error,
    );
  }
  if (error.code === 'ENOENT') {
    return notFound(path, 'there is no such device. Check the cable; ls /dev/serial/by-id shows what is there.', error);
  }
  return notFound(path, `${error.message}. Check the path and the cable.`, error);
}

/**
 * Why the port of a device that exists and may be opened did not open. serialport tells a port locked by another program
 * from any other failure only by the text that its native part makes.
 */
export function serialOpenFailure(path: string, error: Error): CrossbarError {
  if (/cannot lock port|resource busy|access denied/i.test(error.message)) {
    return new LinkError(
      'board-busy',
      `The board at serial://${path} is in use by another program. Close it (lsof ${path} names it); ` +
        'ModemManager is kept away by a udev rule with ENV{ID_MM_DEVICE_IGNORE}="1".',
      { path },
      error,
    );
  }
  return notFound(path, `it does not open as a serial port (${error.message}). Check that the path is a tty.`, error);
}
