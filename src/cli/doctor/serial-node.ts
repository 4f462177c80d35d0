import { portHolders, serialPortDenial } from '../../drivers/index.js';
import type { Report } from './finding.js';

/**
 * What can be known of a serial device before it is opened: whether this user may, and whether somebody else has it.
 *
 * @returns whether it is worth trying to open
 */
export async function checkSerialNode(path: string, report: Report): Promise<boolean> {
  const denial = await serialPortDenial(path);
  if (denial !== undefined) {
    const says = `${path}: ${denial.missing}. ${denial.cure}`;
    report({ check: 'node', state: 'fail', says, code: 'board-not-found' });
    return false;
  }
  report({ check: 'node', state: 'ok', says: `${path} may be read and written` });
  const check = 'port holder';
  const found = await portHolders(path);
  if (found === undefined) {
    report({ check, state: 'n/a', says: 'this system does not tell who has a port open' });
    return true;
  }
  const hidden = found.hidden === 0 ? '' : ` (${found.hidden} processes of other users cannot be looked into)`;
  if (found.holders.length === 0) {
    report({ check, state: 'ok', says: `no other process has ${path} open${hidden}` });
    return true;
  }
  const names = found.holders.map(({ name, pid }) => `${name} (process ${pid})`).join(', ');
  const says =
    `${path} is open in ${names}${hidden}. Close it; ModemManager is kept away by a udev rule with ` +
    'ENV{ID_MM_DEVICE_IGNORE}="1".';
  report({ check, state: 'warn', says, data: { holders: found.holders } });
  return true;
}
