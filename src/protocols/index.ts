export { bootedSession, nextBoardSession, type BoardSession } from './board-session.js';
export { decodeCobs, encodeCobs } from './cobs.js';
export { crc32 } from './crc32.js';
export { Demultiplexer } from './demultiplexer.js';
export { BODY_OVERHEAD, encodeFrame, type Frame, type KindCode } from './frame-codec.js';
export { closedSession, nextHostSession, type HostSession } from './host-session.js';
export {
  adcStepAmperes,
  decodeIdentityDocument,
  encodeIdentityDocument,
  MAX_IDENTITY_BYTES,
  type AdcRange,
  type IdentityDocument,
} from './identity-document.js';
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
  type AnyEvent,
  type AnyRequest,
} from './message-codec.js';
export {
  DICTIONARY_CRC,
  ERROR_CODES,
  EVENT_OPS,
  KINDS,
  MAGIC,
  OPS,
  PROTOCOL_MAJOR,
  type DirectionName,
  type ErrorFields,
  type ErrorName,
  type EventFields,
  type GroundReply,
  type HelloReply,
  type HelloRequest,
  type IdentifyRequest,
  type LoadReply,
  type LoadRequest,
  type MessageName,
  type ReadReply,
  type ReadRequest,
  type RecordFields,
  type RecordRequest,
  type FireRequest,
  type ReplyFields,
  type RequestFields,
  type StartedEvent,
  type StateName,
} from './messages.generated.js';
export { decodePlan, encodePlan, planIdOf } from './plan-codec.js';
export { sendFrame, sessionIdOf, type LinkState } from './session.js';
