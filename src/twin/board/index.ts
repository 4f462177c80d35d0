export { createTwin, type Twin, type TwinOptions } from './twin.js';
export { serveTwinPty } from './serve-pty.js';
export { serveTwinTcp } from './serve-tcp.js';
export { serveTwinUnix } from './serve-unix.js';
