export { BoardClient } from './board-client.js';
export { parseBoardUri, type BoardUri, type TwinUri } from './board-uri.js';
export { openInProcessTransport } from './in-process-transport.js';
export { openBoard, type OpenBoardOptions } from './open-board.js';
export { listSerialPorts } from './serial-ports.js';
export { openSerialTransport } from './serial-transport.js';
export { openTcpTransport } from './tcp-transport.js';
export type { Transport } from './transport.js';
