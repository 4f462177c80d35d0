import { crc32 as zlibCrc32 } from 'node:zlib';

/** CRC-32/ISO-HDLC, the one of Ethernet and zip; unsigned. `crc32('123456789')` is 0xCBF43926. */
export const crc32 = (bytes: Uint8Array): number => zlibCrc32(bytes);
