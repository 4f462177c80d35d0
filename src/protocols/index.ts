export {
  bootedSession,
  nextBoardSession,
  type BoardSession,
  type BoardSessionEffect,
  type BoardSessionInput,
} from './board-session.js';
export { decodeCobs, encodeCobs, encodeCobsInto, maxCobsLength } from './cobs.js';
export { crc32 } from './crc32.js';
export type { Decoded } from './decoded.js';
export { Demultiplexer, type DemultiplexerOptions } from './demultiplexer.js';
export type { Discarded, DiscardReason } from './discarded.js';
export {
  BODY_OVERHEAD,
  decodeBody,
  encodeBody,
  encodeFrame,
  type BadFrame,
  type Frame,
  type FrameHeader,
  type KindCode,
} from './frame-codec.js';
export {
  closedSession,
  nextHostSession,
  type HostSession,
  type HostSessionEffect,
  type HostSessionInput,
} from './host-session.js';
export {
  adcStepAmperes,
  decodeIdentityDocument,
  encodeIdentityDocument,
  identityDocumentSchema,
  MAX_IDENTITY_BYTES,
  type AdcRange,
  type IdentityDocument,
} from './identity-document.js';
export { MAX_LINE_BYTES } from './line-assembler.js';
export {
  decodeError,
  decodeEvent,
  decodeReply,
  decodeRequest,
  encodeError,
  encodeEvent,
  encodeReply,
  encodeRequest,
  errorNameOf,
  messageNameOf,
  type AnyEvent,
  type AnyRequest,
} from './message-codec.js';
export {
  DICTIONARY_CRC,
  DIRECTIONS,
  ERROR_CODES,
  EVENT_OPS,
  KINDS,
  MAGIC,
  OPS,
  OUTCOMES,
  PROTOCOL_MAJOR,
  STATES,
  type DirectionName,
  type ErrorFields,
  type ErrorName,
  type EventFields,
  type EventName,
  type GroundReply,
  type HelloReply,
  type HelloRequest,
  type IdentifyReply,
  type IdentifyRequest,
  type KindName,
  type LoadReply,
  type LoadRequest,
  type MessageName,
  type OutcomeName,
  type ReadReply,
  type ReadRequest,
  type RecordFields,
  type RecordRequest,
  type FireRequest,
  type ReplyFields,
  type RequestFields,
  type StartedEvent,
  type StateName,
  type StatusReply,
} from './messages.generated.js';
export type { BadPayload } from './payload-decoder.js';
export { decodePlan, encodedPlanLength, encodePlan, planIdOf, type BadPlan } from './plan-codec.js';
export { DICTIONARY_16, idleLink, nextSequence, sendFrame, sessionIdOf, type LinkState } from './session.js';
