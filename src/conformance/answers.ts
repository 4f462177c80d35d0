import {
  decodeError,
  decodeReply,
  ERROR_CODES,
  errorNameOf,
  KINDS,
  type ErrorFields,
  type ErrorName,
  type Frame,
  type MessageName,
  type ReplyFields,
} from '../protocols/index.js';
import { CheckFailed, mustBe } from './check-failed.js';
import { describeFrame } from './wire-log.js';

/** The fields of an answer that must be a reply. */
export function replyIn<Name extends MessageName>(name: Name, answer: Frame): ReplyFields[Name] {
  if (answer.kind === KINDS.error) throw new CheckFailed(`a reply to ${name}`, describeFrame(answer));
  const fields = decodeReply(name, answer.payload);
  if (fields.ok) return fields.value;
  throw new CheckFailed(`a reply to ${name} that decodes`, `one that does not: ${fields.reason}`);
}

/** The fields of an answer that must be this error. */
export function errorIn(answer: Frame, expected: ErrorName, what: string): ErrorFields {
  const wanted = `${ERROR_CODES[expected]} ${expected}`;
  if (answer.kind !== KINDS.error) throw new CheckFailed(`${what} refused with ${wanted}`, describeFrame(answer));
  const fields = decodeError(answer.payload);
  if (!fields.ok) throw new CheckFailed('an error that decodes', `one that does not: ${fields.reason}`);
  const { code } = fields.value;
  mustBe(`refusal of ${what}`, `${code} ${errorNameOf(code) ?? 'unknown'}`, wanted);
  return fields.value;
}
