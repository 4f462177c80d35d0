import { undecodable, decoded, type Decoded } from './decoded.js';
import { compileFields, type Field, type FieldValues } from './field-layout.js';
import {
  ERROR_CODES,
  ERROR_SPECS,
  EVENT_OPS,
  EVENT_SPECS,
  OPS,
  REPLY_SPECS,
  REQUEST_SPECS,
  type ErrorFields,
  type ErrorName,
  type EventFields,
  type EventName,
  type FieldSpecs,
  type MessageName,
  type ReplyFields,
  type RequestFields,
} from './messages.generated.js';
import { decodeFields, type BadPayload } from './payload-decoder.js';
import { encodeFields } from './payload-encoder.js';

/** Any request as a pair of its name and its fields; `name` tells them apart. */
export type AnyRequest = { [N in MessageName]: { readonly name: N; readonly fields: RequestFields[N] } }[MessageName];
export type AnyEvent = { [N in EventName]: { readonly name: N; readonly fields: EventFields[N] } }[EventName];

type Layouts<Name extends string> = Readonly<Record<Name, readonly Field[]>>;

function compileAll<Name extends string>(part: string, specs: Readonly<Record<Name, FieldSpecs>>): Layouts<Name> {
  const compiled = Object.entries<FieldSpecs>(specs).map(([name, fields]) => [
    name,
    compileFields(`${name} ${part}`, fields),
  ]);
  return Object.fromEntries(compiled) as Layouts<Name>;
}

const REQUESTS = compileAll('request', REQUEST_SPECS);
const REPLIES = compileAll('reply', REPLY_SPECS);
const EVENTS = compileAll('event', EVENT_SPECS);
const ERROR = compileFields('error', ERROR_SPECS);

const namesByNumber = <Name extends string>(numbers: Readonly<Record<Name, number>>): ReadonlyMap<number, Name> =>
  new Map(Object.entries<number>(numbers).map(([name, number]) => [number, name as Name]));

const REQUEST_NAMES = namesByNumber(OPS);
const EVENT_NAMES = namesByNumber(EVENT_OPS);
const ERROR_NAMES = namesByNumber(ERROR_CODES);

/** The interfaces of the dictionary have no index signature, which the table-driven loops need. */
const asValues = (fields: object): FieldValues => fields as FieldValues;

/** @throws ConfigError with code `bad-argument` naming the message and the field that does not fit its type */
export const encodeRequest = <N extends MessageName>(name: N, fields: RequestFields[N]): Uint8Array =>
  encodeFields(REQUESTS[name], asValues(fields));

/** @throws ConfigError naming the message and the field that does not fit its type */
export const encodeReply = <N extends MessageName>(name: N, fields: ReplyFields[N]): Uint8Array =>
  encodeFields(REPLIES[name], asValues(fields));

/** @throws ConfigError naming the message and the field that does not fit its type */
export const encodeEvent = <N extends EventName>(name: N, fields: EventFields[N]): Uint8Array =>
  encodeFields(EVENTS[name], asValues(fields));

/** @throws ConfigError naming the field that does not fit its type */
export const encodeError = (fields: ErrorFields): Uint8Array => encodeFields(ERROR, asValues(fields));

export function decodeRequest(op: number, payload: Uint8Array): Decoded<AnyRequest, BadPayload | 'unknown-op'> {
  const name = REQUEST_NAMES.get(op);
  if (name === undefined) return undecodable('unknown-op');
  const result = decodeFields(REQUESTS[name], payload);
  return result.ok ? decoded({ name, fields: result.value } as unknown as AnyRequest) : result;
}

export const decodeReply = <N extends MessageName>(name: N, payload: Uint8Array): Decoded<ReplyFields[N], BadPayload> =>
  decodeFields(REPLIES[name], payload) as unknown as Decoded<ReplyFields[N], BadPayload>;

export function decodeEvent(op: number, payload: Uint8Array): Decoded<AnyEvent, BadPayload | 'unknown-op'> {
  const name = EVENT_NAMES.get(op);
  if (name === undefined) return undecodable('unknown-op');
  const result = decodeFields(EVENTS[name], payload);
  return result.ok ? decoded({ name, fields: result.value } as unknown as AnyEvent) : result;
}

export const decodeError = (payload: Uint8Array): Decoded<ErrorFields, BadPayload> =>
  decodeFields(ERROR, payload) as unknown as Decoded<ErrorFields, BadPayload>;

/** The dictionary's name of an error code; undefined for one a later minor version added. */
export const errorNameOf = (code: number): ErrorName | undefined => ERROR_NAMES.get(code);
