// The far end of a pseudo-terminal that knows nothing: for every so many bytes it takes, it sends so many back. It is
// served as a twin is, so that nothing but the board is missing.
//   node bench/echo-far-end.mjs <path> <bytes in> <bytes out>
import { serveTwinPty } from '../dist/index.js';

const path = process.argv[2];
const [bytesIn, bytesOut] = process.argv.slice(3).map(Number);

let waiting = 0;
const echo = {
  onSend: () => {},
  receive(bytes) {
    for (waiting += bytes.length; waiting >= bytesIn; waiting -= bytesIn) {
      echo.onSend(new Uint8Array(bytesOut).fill(0x55));
    }
  },
};
await serveTwinPty(echo, { path });
// what a host of a twin may have left unfinished was ended with a byte
waiting = 0;
console.log(JSON.stringify({ path }));
