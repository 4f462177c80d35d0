// The far end of a pseudo-terminal that knows nothing: for every so many bytes it takes, it sends so many back, over
// the same kind of stream and with the same writes as a twin that is served on one.
//   node bench/echo-far-end.mjs <bytes in> <bytes out>
import { execFileSync } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import pty from '@lydell/node-pty';

const [bytesIn, bytesOut] = process.argv.slice(2).map(Number);
const { master, slave, _pty: path } = pty.open({ encoding: null });
// the client's end is held open: the master would fail with EIO whenever nobody else has it open
openSync(path, constants.O_RDWR | constants.O_NOCTTY);
slave.destroy();
execFileSync('stty', ['-F', path, 'raw', '-echo']);

let waiting = 0;
master.on('error', () => {});
master.on('data', (bytes) => {
  master.cork();
  for (waiting += bytes.length; waiting >= bytesIn; waiting -= bytesIn)
    master.write(new Uint8Array(bytesOut).fill(0x55));
  master.uncork();
});
console.log(JSON.stringify({ path }));
