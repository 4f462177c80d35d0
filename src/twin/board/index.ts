export { EdgeLedger } from './edge-ledger.js';
export { createTwin, type BoardOverrides, type Twin, type TwinOptions } from './twin.js';
export { serveTwinPty } from './serve-pty.js';
export { serveTwinTcp } from './serve-tcp.js';
