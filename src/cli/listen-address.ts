import { ConfigError } from '../core/index.js';

/**
 * Where to listen, as written on a command line: `tcp://127.0.0.1:7411`, port 0 for a free one.
 *
 * @throws ConfigError for anything else
 */
export function parseListenAddress(text: string): { readonly host: string; readonly port: number } {
  const [, host, port] = /^tcp:\/\/(\[[0-9a-fA-F:]+\]|[^:/\s]+):(\d{1,5})$/u.exec(text) ?? [];
  if (host !== undefined && Number(port) <= 65_535) return { host: host.replace(/^\[|\]$/gu, ''), port: Number(port) };
  throw new ConfigError(
    'bad-argument',
    `Cannot listen on '${text}'. Write tcp://127.0.0.1:7411, or port 0 for a free one.`,
    { listen: text },
  );
}

/** The address a program is to be given, with the port that was taken. */
export const listenAddress = (host: string, port: number): string =>
  `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`;
