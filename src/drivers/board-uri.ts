import { ConfigError } from '../core/index.js';

/** Where a board is, as the user wrote it. */
export type BoardUri = (TwinUri | TcpUri | SerialUri | UnixUri | UsbUri) & {
  /** How long a board that was lost is looked for; undefined for the usual time. */
  readonly reconnectSeconds?: number;
};

export interface TwinUri {
  readonly scheme: 'twin';
  readonly text: string;
  /** Path of a chip file; undefined for the built-in chip. */
  readonly chipFile: string | undefined;
  /** What follows the `?`, such as `seed`; each name once. The one who builds the twin knows the names. */
  readonly options: ReadonlyMap<string, string>;
}

interface TcpUri {
  readonly scheme: 'tcp';
  readonly text: string;
  readonly host: string;
  readonly port: number;
}

interface SerialUri {
  readonly scheme: 'serial';
  readonly text: string;
  readonly path: string;
  readonly baudRate: number;
}

interface UnixUri {
  readonly scheme: 'unix';
  readonly text: string;
  readonly path: string;
}

interface UsbUri {
  readonly scheme: 'usb';
  readonly text: string;
  readonly vendorId: number;
  readonly productId: number;
  /** undefined for the only board with these ids. */
  readonly serialNumber: string | undefined;
}

const EXAMPLES = {
  twin: 'twin:chip.yaml?seed=1',
  tcp: 'tcp://192.168.1.20:7411',
  serial: 'serial:///dev/ttyACM0?baud=115200',
  unix: 'unix:///run/quarterwave.sock',
  usb: 'usb://1209:0001/QW-7',
} as const;

/** Meaningless on USB and on a pty, where it must be given all the same. */
const DEFAULT_BAUD = 115_200;

function refuse(text: string, what: string): ConfigError {
  const schemes = Object.values(EXAMPLES).join(', ');
  return new ConfigError('bad-argument', `Cannot read the board '${text}': ${what}. Boards are written ${schemes}.`, {
    uri: text,
  });
}

function parseOptions(text: string, query: string, known?: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (options.has(name)) throw refuse(text, `'${name}' is given twice`);
    if (known !== undefined && !known.includes(name)) {
      throw refuse(text, `unknown option '${name}'${known.length > 0 ? `; known: ${known.join(', ')}` : ''}`);
    }
    if (value === '') throw refuse(text, `'${name}' has no value`);
    options.set(name, value);
  }
  return options;
}

/** Takes `reconnect` out of a query: it is for every board that can be lost. */
function splitReconnect(text: string, query: string): { readonly rest: string; readonly seconds: number | undefined } {
  const options = new URLSearchParams(query);
  const given = options.getAll('reconnect');
  if (given.length === 0) return { rest: query, seconds: undefined };
  options.delete('reconnect');
  const seconds = given.length === 1 && given[0] !== '' ? Number(given[0]) : Number.NaN;
  if (seconds >= 0 && seconds <= 86_400) return { rest: options.toString(), seconds };
  throw refuse(text, `a reconnect of '${given.join(', ')}' is no number of 0 to 86400 seconds`);
}

function decodePath(text: string, path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw refuse(text, `'${path}' has a broken % escape`);
  }
}

function parseTwin(text: string, place: string, query: string): TwinUri {
  if (place.startsWith('//')) throw refuse(text, `a twin has no host; write ${EXAMPLES.twin}`);
  const chipFile = place === '' ? undefined : decodePath(text, place);
  return { scheme: 'twin', text, chipFile, options: parseOptions(text, query) };
}

function parseTcp(text: string, place: string, query: string): TcpUri {
  const match = /^\/\/(\[[0-9a-fA-F:.]+\]|[^:/@[\]\s]+):(\d{1,5})\/?$/.exec(place);
  const port = Number(match?.[2]);
  const host = match?.[1]?.replace(/^\[|\]$/g, '');
  if (host === undefined || port < 1 || port > 65_535) throw refuse(text, `tcp needs a host and a port of 1 to 65535`);
  parseOptions(text, query, []);
  return { scheme: 'tcp', text, host, port };
}

function parseSerial(text: string, place: string, query: string): SerialUri {
  const path = decodePath(text, place.replace(/^\/\//, ''));
  if (!place.startsWith('//') || path === '' || path === '/') throw refuse(text, 'serial needs the path of a device');
  const baud = parseOptions(text, query, ['baud']).get('baud');
  const baudRate = baud === undefined ? DEFAULT_BAUD : Number(baud);
  if (!Number.isInteger(baudRate) || baudRate < 1 || baudRate > 20_000_000) {
    throw refuse(text, `a baud of '${baud}' is no whole number of 1 to 20000000 bits per second`);
  }
  return { scheme: 'serial', text, path, baudRate };
}

function parseUnix(text: string, place: string, query: string): UnixUri {
  const path = decodePath(text, place.replace(/^\/\//, ''));
  if (!/^\/\/\/./.test(place)) throw refuse(text, 'unix needs the full path of a socket');
  parseOptions(text, query, []);
  return { scheme: 'unix', text, path };
}

function parseUsb(text: string, place: string, query: string): UsbUri {
  const match = /^\/\/([0-9a-fA-F]{1,4}):([0-9a-fA-F]{1,4})(?:\/([^/]*))?$/.exec(place);
  if (match === null) throw refuse(text, 'usb needs vendor and product id, 1 to 4 hexadecimal digits each');
  const [, vendor = '', product = '', serial = ''] = match;
  parseOptions(text, query, []);
  const serialNumber = serial === '' ? undefined : decodePath(text, serial);
  return { scheme: 'usb', text, vendorId: parseInt(vendor, 16), productId: parseInt(product, 16), serialNumber };
}

/**
 * Reads a board's address. Pure: nothing is opened and no file is looked at.
 *
 * @throws ConfigError `bad-argument` saying what is wrong and how boards are written
 */
export function parseBoardUri(text: string): BoardUri {
  const match = /^([a-z]+):([^?]*)(?:\?(.*))?$/.exec(text);
  if (match === null) throw refuse(text, 'no scheme');
  const [, scheme = '', place = '', query = ''] = match;
  if (scheme === 'twin') return parseTwin(text, place, query);
  const { rest, seconds } = splitReconnect(text, query);
  const uri = parseRemote(scheme, text, place, rest);
  return seconds === undefined ? uri : { ...uri, reconnectSeconds: seconds };
}

/** Of a board that stands outside this process. */
function parseRemote(scheme: string, text: string, place: string, query: string): BoardUri {
  if (scheme === 'tcp') return parseTcp(text, place, query);
  if (scheme === 'serial') return parseSerial(text, place, query);
  if (scheme === 'unix') return parseUnix(text, place, query);
  if (scheme === 'usb') return parseUsb(text, place, query);
  throw refuse(text, `unknown scheme '${scheme}:'`);
}
