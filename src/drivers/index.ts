export { BoardClient, type BoardClientOptions } from './board-client.js';
export { parseBoardUri, type BoardUri, type SerialUri, type TcpUri, type TwinUri } from './board-uri.js';
export { openInProcessTransport } from './in-process-transport.js';
export { openBoard, type OpenBoardOptions, type OwnedLink } from './open-board.js';
export { listSerialPorts, type SerialPortInfo, type SerialPortList } from './serial-ports.js';
export { openSerialTransport, type SerialAddress } from './serial-transport.js';
export { openTcpTransport, type TcpAddress } from './tcp-transport.js';
export type { Transport } from './transport.js';
