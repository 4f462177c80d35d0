// Made from firmware-spec/messages.json by scripts/generate-messages.mjs; edit that and run it again.

/** CRC-32 of the dictionary in canonical form; a board tells its own in hello. */
export const DICTIONARY_CRC = 3215186469;

export const PROTOCOL_MAJOR = 1;
/** First byte of every body. */
export const MAGIC = 193;

export const KINDS = {
  request: 0,
  reply: 1,
  event: 2,
  error: 5,
} as const;
export type KindName = keyof typeof KINDS;

export const STATES = {
  safe: 0,
  idle: 1,
  running: 2,
  fault: 3,
} as const;
export type StateName = keyof typeof STATES;

export const OUTCOMES = {
  done: 0,
  aborted: 1,
  indeterminate: 2,
} as const;
export type OutcomeName = keyof typeof OUTCOMES;

export const DIRECTIONS = {
  forward: 0,
  backward: 1,
} as const;
export type DirectionName = keyof typeof DIRECTIONS;

export const OPS = {
  hello: 1,
  identify: 2,
  status: 3,
  read: 4,
  load: 5,
  fire: 6,
  record: 7,
  ground: 8,
} as const;
export type MessageName = keyof typeof OPS;

export const EVENT_OPS = {
  started: 32769,
} as const;
export type EventName = keyof typeof EVENT_OPS;

export const ERROR_CODES = {
  'wrong-session': 101,
  'unknown-op': 102,
  'bad-payload': 103,
  'unsupported-major': 104,
  'wrong-dictionary': 105,
  'plan-not-loaded': 201,
  'plan-corrupt': 202,
  'plan-too-large': 203,
  'bad-array': 204,
  'serial-gap': 221,
  'block-too-long': 301,
  'window-too-long': 302,
  'row-voltage': 401,
  'read-voltage': 402,
  'no-record': 601,
  'serial-of-other-plan': 602,
  'memory-failed': 603,
} as const;
export type ErrorName = keyof typeof ERROR_CODES;

export const VALUE_SETS = { kinds: KINDS, states: STATES, outcomes: OUTCOMES, directions: DIRECTIONS } as const;

export type WireType = 'u8' | 'u16' | 'u32' | 'u64' | 'i16' | 'i32' | 'id' | 'bytes' | 'text' | 'i32[]';

/** Fields in wire order; the name of a value set stands for a u8 of that set. */
export type FieldSpecs = Readonly<Record<string, WireType | keyof typeof VALUE_SETS>>;

/** The record that several replies share. */
export interface RecordFields {
  /** u32: which firing */
  readonly serial: number;
  /** id: what was fired */
  readonly planId: string;
  /** u8: see outcomes */
  readonly outcome: OutcomeName;
  /** u64: board clock at the first edge */
  readonly startTick: number;
  /** u32: from first edge to the end of the last block done */
  readonly durationTicks: number;
  /** u16: whole blocks delivered */
  readonly blocksDone: number;
  /** u32: column windows opened */
  readonly windowsFired: number;
  /** u64: drawn by the array; 0 where not measured */
  readonly energyPicojoules: number;
}

/** Opens a session: session = hostNonce xor bootNonce. A board sends nothing before its first hello. */
export interface HelloRequest {
  /** u32: random, neither 0 nor the boot nonce */
  readonly hostNonce: number;
  /** u8: protocol major the host speaks */
  readonly major: number;
}

/** What the board answers to hello. */
export interface HelloReply {
  /** u32: random at every boot, never 0 */
  readonly bootNonce: number;
  /** u32: CRC-32 of this dictionary as the board was built with it */
  readonly dictionary: number;
  /** u16: largest body (header to CRC) the board takes, bytes */
  readonly maxBody: number;
  /** u8: requests the board holds at once */
  readonly maxInFlight: number;
  /** u32: highest serial ever fired; 0 for none */
  readonly lastSerial: number;
  /** u8: see states */
  readonly state: StateName;
}

/** One piece of the identity document: UTF-8 JSON, at most 65536 bytes, schema identity.schema.json. */
export interface IdentifyRequest {
  /** u32: first byte wanted */
  readonly offset: number;
  /** u16: most bytes wanted */
  readonly count: number;
}

/** What the board answers to identify. */
export interface IdentifyReply {
  /** u32: length of the whole document, bytes */
  readonly total: number;
  /** bytes: empty at the end */
  readonly piece: Uint8Array;
}

/** State and clock; allowed in every state. */
export type StatusRequest = Readonly<Record<string, never>>;

/** What the board answers to status. */
export interface StatusReply {
  /** u8: see states */
  readonly state: StateName;
  /** u32: highest serial ever fired */
  readonly lastSerial: number;
  /** u64: board clock */
  readonly boardTicks: number;
  /** u32: since boot: bad CRC, bad COBS, too short, too long, or sent before a hello */
  readonly framesDiscarded: number;
  /** u32: since boot: bytes in no intact frame and no line */
  readonly bytesDiscarded: number;
}

/** Holds the lines for T_rd and samples the currents into the virtual grounds. Moves no cell; may be repeated. */
export interface ReadRequest {
  /** u8: array number */
  readonly array: number;
  /** u8: see directions */
  readonly direction: DirectionName;
  /** i32[]: DAC code per driven line: rows forward, columns backward */
  readonly codes: Int32Array;
}

/** What the board answers to read. */
export interface ReadReply {
  /** u64: board clock at the start */
  readonly startTick: number;
  /** u32: T_rd */
  readonly durationTicks: number;
  /** u64: drawn by the array; 0 where not measured */
  readonly energyPicojoules: number;
  /** i32[]: ADC code per sensed line: columns forward, rows backward */
  readonly codes: Int32Array;
}

/** One piece of a plan, addressed by its content. Loading again is harmless. Loads never fire. */
export interface LoadRequest {
  /** id: first 16 bytes of the SHA-256 of the whole plan */
  readonly planId: string;
  /** u32: length of the whole plan, bytes */
  readonly total: number;
  /** u32: where this piece belongs */
  readonly offset: number;
  /** bytes: the bytes */
  readonly piece: Uint8Array;
}

/** What the board answers to load. */
export interface LoadReply {
  /** u32: bytes of this plan held, from its start */
  readonly received: number;
}

/** Checks a loaded plan against every limit and runs it once. serial must be lastSerial + 1; a serial at or below lastSerial makes no edge and returns its record. Sends a started event at the first edge. */
export interface FireRequest {
  /** id: of a completely loaded plan */
  readonly planId: string;
  /** u32: 1 and up, rises by one with every firing for the life of the board */
  readonly serial: number;
}

/** The retained record of one serial. A board keeps at least the last 64. */
export interface RecordRequest {
  /** u32: which */
  readonly serial: number;
}

/** Opens every switch, puts every DAC to 0 V, reads every line back. Allowed in every state. */
export type GroundRequest = Readonly<Record<string, never>>;

/** What the board answers to ground. */
export interface GroundReply {
  /** u8: 1 when every line read back within its tolerance */
  readonly grounded: number;
  /** u32: largest |V| read back */
  readonly residualMicrovolts: number;
  /** u64: when it was measured */
  readonly boardTicks: number;
}

/** The first edge of a plan has been made. */
export interface StartedEvent {
  /** u32: which firing */
  readonly serial: number;
  /** u64: board clock at the first edge */
  readonly startTick: number;
}

/** What a refused request is answered with. */
export interface ErrorFields {
  /** i16: see errors */
  readonly code: number;
  /** i32: -1 where it says nothing */
  readonly block: number;
  /** i32: -1 where it says nothing */
  readonly row: number;
  /** i32: -1 where it says nothing */
  readonly column: number;
  /** i32: what was asked: microvolts, ticks or bytes as the error says */
  readonly measured: number;
  /** i32: what is allowed, in the same unit */
  readonly limit: number;
  /** text: for people, at most 200 bytes */
  readonly text: string;
}

export interface RequestFields {
  hello: HelloRequest;
  identify: IdentifyRequest;
  status: StatusRequest;
  read: ReadRequest;
  load: LoadRequest;
  fire: FireRequest;
  record: RecordRequest;
  ground: GroundRequest;
}

export interface ReplyFields {
  hello: HelloReply;
  identify: IdentifyReply;
  status: StatusReply;
  read: ReadReply;
  load: LoadReply;
  fire: RecordFields;
  record: RecordFields;
  ground: GroundReply;
}

export interface EventFields {
  started: StartedEvent;
}

export const REQUEST_SPECS: Readonly<Record<MessageName, FieldSpecs>> = {
  hello: { hostNonce: 'u32', major: 'u8' },
  identify: { offset: 'u32', count: 'u16' },
  status: {},
  read: { array: 'u8', direction: 'directions', codes: 'i32[]' },
  load: { planId: 'id', total: 'u32', offset: 'u32', piece: 'bytes' },
  fire: { planId: 'id', serial: 'u32' },
  record: { serial: 'u32' },
  ground: {},
};

export const REPLY_SPECS: Readonly<Record<MessageName, FieldSpecs>> = {
  hello: { bootNonce: 'u32', dictionary: 'u32', maxBody: 'u16', maxInFlight: 'u8', lastSerial: 'u32', state: 'states' },
  identify: { total: 'u32', piece: 'bytes' },
  status: { state: 'states', lastSerial: 'u32', boardTicks: 'u64', framesDiscarded: 'u32', bytesDiscarded: 'u32' },
  read: { startTick: 'u64', durationTicks: 'u32', energyPicojoules: 'u64', codes: 'i32[]' },
  load: { received: 'u32' },
  fire: {
    serial: 'u32',
    planId: 'id',
    outcome: 'outcomes',
    startTick: 'u64',
    durationTicks: 'u32',
    blocksDone: 'u16',
    windowsFired: 'u32',
    energyPicojoules: 'u64',
  },
  record: {
    serial: 'u32',
    planId: 'id',
    outcome: 'outcomes',
    startTick: 'u64',
    durationTicks: 'u32',
    blocksDone: 'u16',
    windowsFired: 'u32',
    energyPicojoules: 'u64',
  },
  ground: { grounded: 'u8', residualMicrovolts: 'u32', boardTicks: 'u64' },
};

export const EVENT_SPECS: Readonly<Record<EventName, FieldSpecs>> = {
  started: { serial: 'u32', startTick: 'u64' },
};

export const ERROR_SPECS: FieldSpecs = {
  code: 'i16',
  block: 'i32',
  row: 'i32',
  column: 'i32',
  measured: 'i32',
  limit: 'i32',
  text: 'text',
};
