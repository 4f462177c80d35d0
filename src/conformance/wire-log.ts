import { decodeError, encodeFrame, errorNameOf, EVENT_OPS, KINDS, OPS, type Frame } from '../protocols/index.js';

const KEPT_ENTRIES = 12;
const SHOWN_BYTES = 64;

const nameOf = (names: Readonly<Record<string, number>>, code: number): string | undefined =>
  Object.entries(names).find(([, number]) => number === code)?.[0];

/** `reply status, request 4, sequence 2, acknowledged 3` */
export function describeFrame({ kind, op, request, sequence, acknowledged, payload }: Frame): string {
  const kindName = nameOf(KINDS, kind) ?? `kind ${kind}`;
  const opName = nameOf(OPS, op) ?? nameOf(EVENT_OPS, op) ?? `op ${op}`;
  const error = kind === KINDS.error ? decodeError(payload) : undefined;
  const code = error?.ok === true ? ` ${error.value.code} ${errorNameOf(error.value.code) ?? ''}` : '';
  return `${kindName}${code} ${opName}, request ${request}, sequence ${sequence}, acknowledged ${acknowledged}`;
}

function hexOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.subarray(0, SHOWN_BYTES)).toString('hex');
  return bytes.length > SHOWN_BYTES ? `${hex}.. (${bytes.length} bytes)` : hex;
}

/** The text of a line; undefined where the bytes are something else. */
const lineIn = (bytes: Uint8Array): string | undefined =>
  /^([\x20-\x7e]{1,255})\n$/u.exec(Buffer.from(bytes).toString('latin1'))?.[1];

/** The last things that went over the wire, for whoever has to mend a firmware. */
export class WireLog {
  readonly #entries: string[] = [];

  get entries(): readonly string[] {
    return [...this.#entries];
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** @param says what the bytes are, for people; a line speaks for itself */
  sent(bytes: Uint8Array, says?: string): void {
    const line = lineIn(bytes);
    this.#add(line === undefined ? `> ${hexOf(bytes)}  ${says ?? ''}`.trimEnd() : `> ${line}`);
  }

  heardFrame(frame: Frame): void {
    this.#add(`< ${hexOf(encodeFrame(frame))}  ${describeFrame(frame)}`);
  }

  heardLine(line: string): void {
    this.#add(`< ${line}`);
  }

  heardGarbage(bytes: number, reason: string): void {
    this.#add(`< ${bytes} bytes that are neither a frame nor a line: ${reason}`);
  }

  #add(entry: string): void {
    this.#entries.push(entry);
    if (this.#entries.length > KEPT_ENTRIES) this.#entries.shift();
  }
}
