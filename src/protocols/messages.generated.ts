// Made from firmware-spec/messages.json by scripts/generate-messages.mjs; edit that and run it again.
/* oxlint-disable max-lines -- as long as the dictionary */

/** CRC-32 of the dictionary in canonical form; a board tells its own in hello. */
export const DICTIONARY_CRC = 612351973;

export const PROTOCOL_MAJOR = 1;
/** First byte of every body. */
export const MAGIC = 193;

export const KINDS = {
  request: 0,
  reply: 1,
  event: 2,
  acknowledgement: 3,
  gap: 4,
  error: 5,
} as const;
export type KindName = keyof typeof KINDS;

export const STATES = {
  boot: 0,
  safe: 1,
  idle: 2,
  armed: 3,
  running: 4,
  fault: 5,
  indeterminate: 6,
} as const;
export type StateName = keyof typeof STATES;

export const CAUSES = {
  boot: 0,
  ground: 1,
  abort: 2,
  lease: 3,
  watchdog: 16,
  'over-current': 17,
  'read-back': 18,
  'emergency-stop': 19,
  'output-time': 20,
} as const;
export type CauseName = keyof typeof CAUSES;

export const OUTCOMES = {
  done: 0,
  aborted: 1,
  indeterminate: 2,
} as const;
export type OutcomeName = keyof typeof OUTCOMES;

export const VERDICTS = {
  none: 0,
  unchanged: 1,
  partial: 2,
  complete: 3,
} as const;
export type VerdictName = keyof typeof VERDICTS;

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
  release: 9,
  arm: 10,
  check: 11,
  reconcile: 12,
  clear: 13,
  lower: 14,
  trace: 15,
  samples: 16,
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
  busy: 106,
  'plan-not-loaded': 201,
  'plan-corrupt': 202,
  'plan-too-large': 203,
  'bad-array': 204,
  'too-many-samples': 205,
  'not-able': 206,
  'serial-gap': 221,
  'block-too-long': 301,
  'window-too-long': 302,
  'output-too-long': 303,
  'off-grid': 304,
  guard: 305,
  'sample-time': 306,
  'row-voltage': 401,
  'read-voltage': 402,
  'limit-raise': 403,
  'limits-changed': 404,
  'gate-voltage': 405,
  'reference-voltage': 407,
  faulted: 501,
  unreconciled: 502,
  'not-released': 503,
  'not-armed': 504,
  'cause-remains': 505,
  'wrong-state': 506,
  'no-record': 601,
  'serial-of-other-plan': 602,
  'memory-failed': 603,
  'nothing-to-reconcile': 604,
} as const;
export type ErrorName = keyof typeof ERROR_CODES;

export const VALUE_SETS = {
  kinds: KINDS,
  states: STATES,
  causes: CAUSES,
  outcomes: OUTCOMES,
  verdicts: VERDICTS,
  directions: DIRECTIONS,
} as const;

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
  /** u8: what the host found in the cells of an indeterminate one */
  readonly verdict: VerdictName;
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

/** Opens a session: session = hostNonce xor bootNonce. Before its first hello a board says nothing but that an earlier session is over. The same nonce again changes nothing and is answered again. */
export interface HelloRequest {
  /** u32: random, neither 0 nor the boot nonce */
  readonly hostNonce: number;
  /** u8: protocol major the host speaks */
  readonly major: number;
  /** u32: session that this one goes on from; 0 for none */
  readonly previous: number;
}

/** What the board answers to hello. */
export interface HelloReply {
  /** u32: random at every boot, never 0 */
  readonly bootNonce: number;
  /** u32: CRC-32 of this dictionary as the board was built with it */
  readonly dictionary: number;
  /** u32: CRC-32 of the identity document */
  readonly identity: number;
  /** u16: largest body (header to CRC) the board takes, bytes */
  readonly maxBody: number;
  /** u8: requests the board holds at once */
  readonly maxInFlight: number;
  /** u32: bodies of unanswered requests the board holds at once, bytes */
  readonly receiveBytes: number;
  /** u32: highest serial ever fired; 0 for none */
  readonly lastSerial: number;
  /** u8: see states */
  readonly state: StateName;
  /** u8: why it is in safe or fault; the latest cause in other states */
  readonly cause: CauseName;
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
  /** u8: why it is in safe or fault; the latest cause in other states */
  readonly cause: CauseName;
  /** u32: highest serial ever fired */
  readonly lastSerial: number;
  /** u64: board clock */
  readonly boardTicks: number;
  /** u32: left of the lease; 0 where nothing is armed */
  readonly leaseMilliseconds: number;
  /** u64: board clock when the outputs were last read back as grounded; 0 for never */
  readonly groundedTicks: number;
  /** u32: largest |V| that was read back then */
  readonly residualMicrovolts: number;
  /** u32: since boot: damaged (section 1), unfinished, or sent before a hello */
  readonly framesDiscarded: number;
  /** u32: since boot: bytes in no intact frame and no line */
  readonly bytesDiscarded: number;
}

/** Holds the lines for T_rd and samples the currents into the virtual grounds. Moves no cell; may be repeated. Allowed in idle, armed and indeterminate. */
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

/** One piece of a plan, addressed by its content. Loading again is harmless. Loads never fire. The last piece checks the hash. */
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

/** Checks a loaded plan against every limit and runs it once. serial must be lastSerial + 1; a serial at or below lastSerial makes no edge and returns its record. Sends a started event at the first edge. Answered when the plan is over. */
export interface FireRequest {
  /** id: of a completely loaded plan */
  readonly planId: string;
  /** u32: 1 and up, rises by one with every firing for the life of the board */
  readonly serial: number;
  /** u32: of the arming in force */
  readonly token: number;
}

/** The retained record of one serial, complete or not. A board keeps at least the last 64. */
export interface RecordRequest {
  /** u32: which */
  readonly serial: number;
}

/** Stops a running plan, opens every switch, puts every DAC to 0 V, reads every line back. Allowed in every state; disarms. Overtakes what waits. */
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

/** From safe to idle: lines may be driven. Changes nothing in idle and armed. */
export type ReleaseRequest = Readonly<Record<string, never>>;

/** What the board answers to release. */
export interface ReleaseReply {
  /** u8: see states */
  readonly state: StateName;
}

/** From idle to armed: plans may be fired under the token until the lease ends. Arming again replaces the token. */
export interface ArmRequest {
  /** u32: CRC-32 of the identity document the host knows, limits included */
  readonly identity: number;
  /** u32: how long the board may hear nothing before it grounds itself */
  readonly leaseMilliseconds: number;
  /** u32: drawn by the host at random for this arming, never 0; void once the board leaves armed and running, and with the session */
  readonly token: number;
}

/** What the board answers to arm. */
export interface ArmReply {
  /** u32: granted: at most what was asked for; 0 from a board without a clock of its own */
  readonly leaseMilliseconds: number;
}

/** Checks a loaded plan against every limit, as fire does, and makes no edge. */
export interface CheckRequest {
  /** id: of a completely loaded plan */
  readonly planId: string;
}

/** What the board answers to check. */
export interface CheckReply {
  /** u32: from first edge to the end of the last block */
  readonly durationTicks: number;
  /** u16: in the plan */
  readonly blocks: number;
  /** u32: column windows it opens */
  readonly windows: number;
  /** u32: longest time that a row, driven column or gate is away from 0 V without a break */
  readonly outputTicks: number;
  /** u32: currents it samples */
  readonly samples: number;
}

/** From indeterminate to safe: the host has read the cells that an unfinished plan may have moved. Again with the same serial returns the record. */
export interface ReconcileRequest {
  /** u32: the unfinished firing */
  readonly serial: number;
  /** u8: what the cells say */
  readonly verdict: VerdictName;
}

/** From fault to safe, in two steps: with key 0 it returns a key, with that key it clears the fault if its cause is gone. */
export interface ClearRequest {
  /** u32: 0 to ask for one */
  readonly key: number;
}

/** What the board answers to clear. */
export interface ClearReply {
  /** u8: see states */
  readonly state: StateName;
  /** u8: what the fault is */
  readonly cause: CauseName;
  /** u32: to clear with; 0 where there is no fault */
  readonly key: number;
}

/** Lowers limits for good: they are kept without power and no message raises them. Allowed in safe and idle. The identity document changes with them. */
export interface LowerRequest {
  /** u32: 0 to leave it */
  readonly maxRowMicrovolts: number;
  /** u32: 0 to leave it */
  readonly maxReadMicrovolts: number;
  /** u32: 0 to leave it */
  readonly maxBlockTicks: number;
  /** u32: 0 to leave it */
  readonly maxOutputTicks: number;
}

/** What the board answers to lower. */
export interface LowerReply {
  /** u32: in force */
  readonly maxRowMicrovolts: number;
  /** u32: in force */
  readonly maxReadMicrovolts: number;
  /** u32: in force */
  readonly maxBlockTicks: number;
  /** u32: in force */
  readonly maxOutputTicks: number;
  /** u32: CRC-32 of the identity document from now on */
  readonly identity: number;
}

/** Edges that the board has measured on its own outputs during the last plan. Optional: unknown-op from a board that cannot. */
export interface TraceRequest {
  /** u32: of the last plan */
  readonly serial: number;
  /** u32: first edge wanted */
  readonly offset: number;
  /** u16: most edges wanted */
  readonly count: number;
}

/** What the board answers to trace. */
export interface TraceReply {
  /** u32: edges of the plan */
  readonly total: number;
  /** bytes: 10 bytes an edge: u32 ticks since the start of the plan, u16 line (rows, then column switches, then column DACs, then gates), i32 value: 1 closed and 0 open for a switch, else a DAC code, and for a row also -2147483648 floating or -2147483647 sensed */
  readonly edges: Uint8Array;
}

/** The currents that the last plan of this boot has sampled. Done in its order, so that it is answered after a fire sent before it and before one sent after it. Optional where maxSamples is 0. */
export interface SamplesRequest {
  /** u32: of the last plan */
  readonly serial: number;
  /** u32: first current wanted */
  readonly offset: number;
  /** u16: most currents wanted */
  readonly count: number;
}

/** What the board answers to samples. */
export interface SamplesReply {
  /** u32: currents the plan has sampled */
  readonly total: number;
  /** i32[]: ADC code per sampled line, block after block, in a block rows first, then columns */
  readonly codes: Int32Array;
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
  release: ReleaseRequest;
  arm: ArmRequest;
  check: CheckRequest;
  reconcile: ReconcileRequest;
  clear: ClearRequest;
  lower: LowerRequest;
  trace: TraceRequest;
  samples: SamplesRequest;
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
  release: ReleaseReply;
  arm: ArmReply;
  check: CheckReply;
  reconcile: RecordFields;
  clear: ClearReply;
  lower: LowerReply;
  trace: TraceReply;
  samples: SamplesReply;
}

export interface EventFields {
  started: StartedEvent;
}

export const REQUEST_SPECS: Readonly<Record<MessageName, FieldSpecs>> = {
  hello: { hostNonce: 'u32', major: 'u8', previous: 'u32' },
  identify: { offset: 'u32', count: 'u16' },
  status: {},
  read: { array: 'u8', direction: 'directions', codes: 'i32[]' },
  load: { planId: 'id', total: 'u32', offset: 'u32', piece: 'bytes' },
  fire: { planId: 'id', serial: 'u32', token: 'u32' },
  record: { serial: 'u32' },
  ground: {},
  release: {},
  arm: { identity: 'u32', leaseMilliseconds: 'u32', token: 'u32' },
  check: { planId: 'id' },
  reconcile: { serial: 'u32', verdict: 'verdicts' },
  clear: { key: 'u32' },
  lower: { maxRowMicrovolts: 'u32', maxReadMicrovolts: 'u32', maxBlockTicks: 'u32', maxOutputTicks: 'u32' },
  trace: { serial: 'u32', offset: 'u32', count: 'u16' },
  samples: { serial: 'u32', offset: 'u32', count: 'u16' },
};

export const REPLY_SPECS: Readonly<Record<MessageName, FieldSpecs>> = {
  hello: {
    bootNonce: 'u32',
    dictionary: 'u32',
    identity: 'u32',
    maxBody: 'u16',
    maxInFlight: 'u8',
    receiveBytes: 'u32',
    lastSerial: 'u32',
    state: 'states',
    cause: 'causes',
  },
  identify: { total: 'u32', piece: 'bytes' },
  status: {
    state: 'states',
    cause: 'causes',
    lastSerial: 'u32',
    boardTicks: 'u64',
    leaseMilliseconds: 'u32',
    groundedTicks: 'u64',
    residualMicrovolts: 'u32',
    framesDiscarded: 'u32',
    bytesDiscarded: 'u32',
  },
  read: { startTick: 'u64', durationTicks: 'u32', energyPicojoules: 'u64', codes: 'i32[]' },
  load: { received: 'u32' },
  fire: {
    serial: 'u32',
    planId: 'id',
    outcome: 'outcomes',
    verdict: 'verdicts',
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
    verdict: 'verdicts',
    startTick: 'u64',
    durationTicks: 'u32',
    blocksDone: 'u16',
    windowsFired: 'u32',
    energyPicojoules: 'u64',
  },
  ground: { grounded: 'u8', residualMicrovolts: 'u32', boardTicks: 'u64' },
  release: { state: 'states' },
  arm: { leaseMilliseconds: 'u32' },
  check: { durationTicks: 'u32', blocks: 'u16', windows: 'u32', outputTicks: 'u32', samples: 'u32' },
  reconcile: {
    serial: 'u32',
    planId: 'id',
    outcome: 'outcomes',
    verdict: 'verdicts',
    startTick: 'u64',
    durationTicks: 'u32',
    blocksDone: 'u16',
    windowsFired: 'u32',
    energyPicojoules: 'u64',
  },
  clear: { state: 'states', cause: 'causes', key: 'u32' },
  lower: {
    maxRowMicrovolts: 'u32',
    maxReadMicrovolts: 'u32',
    maxBlockTicks: 'u32',
    maxOutputTicks: 'u32',
    identity: 'u32',
  },
  trace: { total: 'u32', edges: 'bytes' },
  samples: { total: 'u32', codes: 'i32[]' },
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
