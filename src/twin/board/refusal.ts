import {
  ERROR_CODES,
  type ErrorFields,
  type ErrorName,
  type MessageName,
  type ReplyFields,
} from '../../protocols/index.js';

/** A request the board will not do, as the error it answers with. */
export interface Refusal {
  readonly refused: ErrorFields;
}

/** What a behaviour makes of a request. */
export type Answer<Name extends MessageName> = { readonly reply: ReplyFields[Name] } | Refusal;

interface RefusalDetails {
  readonly block?: number;
  readonly row?: number;
  readonly column?: number;
  readonly measured?: number;
  readonly limit?: number;
}

const toInt32 = (value: number): number => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.round(value)));

/** @param text for people, at most 200 characters of ASCII */
export function refuse(name: ErrorName, text: string, details: RefusalDetails = {}): Refusal {
  const { block = -1, row = -1, column = -1, measured = 0, limit = 0 } = details;
  const code = ERROR_CODES[name];
  return { refused: { code, block, row, column, measured: toInt32(measured), limit: toInt32(limit), text } };
}
