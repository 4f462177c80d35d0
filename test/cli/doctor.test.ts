import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quarterwave } from './run-quarterwave.js';
import { scratchFolder } from './scratch-folder.js';

const folder = scratchFolder();

describe('quarterwave doctor', () => {
  it('says a line a check, and exits with 0 for a twin', async () => {
    const { code, stdout, stderr } = await quarterwave(['doctor'], folder);
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.trim().split('\n');
    expect(lines.every((line) => /^(ok {4}|n\/a {3})\S/u.test(line))).toBe(true);
    expect(lines.some((line) => /grounding +grounded, largest voltage read back 0 V/u.test(line))).toBe(true);
  });

  it('exits with the code of the first failure, and says it in JSON', async () => {
    const missing = await quarterwave(['doctor', '--board', 'serial:///dev/ttyNONE0', '--json'], folder);
    expect(missing.code).toBe(3);
    const { findings } = JSON.parse(missing.stdout) as { findings: { check: string; state: string }[] };
    expect(findings.map(({ check, state }) => [check, state])).toEqual([
      ['address', 'ok'],
      ['node', 'fail'],
      ['runs folder', 'ok'],
    ]);
    expect((await quarterwave(['doctor', '--board', 'gpib:7'], folder)).code).toBe(2);
  });
});

const UDEV = `P: /devices/usb1/ttyUSB0
N: ttyUSB0
E: DEVNAME=/dev/ttyUSB0-of-this-test
E: ID_VENDOR_ID=1a86
E: ID_MODEL_ID=7523

P: /devices/usb2/ttyACM0
N: ttyACM0
E: DEVNAME=/dev/ttyACM0-of-this-test
E: ID_VENDOR_ID=1209
E: ID_MODEL_ID=0001
E: ID_VENDOR_ENC=quarterwave
E: ID_SERIAL_SHORT=QW-7
`;

describe.runIf(process.platform === 'linux')('quarterwave boards', () => {
  it('lists the ports that udev knows, the likeliest first', async () => {
    const udevadm = join(folder, 'udevadm');
    writeFileSync(join(folder, 'ports'), UDEV);
    writeFileSync(udevadm, `#!/bin/sh\ncat '${join(folder, 'ports')}'\n`);
    chmodSync(udevadm, 0o755);
    const path = process.env['PATH'];
    process.env['PATH'] = `${folder}${delimiter}${path}`;
    try {
      const { code, stdout } = await quarterwave(['boards', '--json'], folder);
      expect(code).toBe(0);
      const { boards } = JSON.parse(stdout) as { boards: Record<string, unknown>[] };
      expect(boards).toMatchObject([
        { uri: 'twin:' },
        { uri: 'serial:///dev/ttyACM0-of-this-test', kind: 'quarterwave', openUnasked: true },
        { uri: 'serial:///dev/ttyUSB0-of-this-test', kind: 'bridge', openUnasked: false },
      ]);
      const { stdout: table } = await quarterwave(['boards'], folder);
      expect(table).toMatch(
        /ttyUSB0-of-this-test +CH340\/CH910x bridge, usb 1a86:7523 \(score 20; not opened unasked\)/u,
      );
    } finally {
      process.env['PATH'] = path;
    }
  });
});
