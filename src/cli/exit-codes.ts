import type { CrossbarErrorCode } from '../core/index.js';

/** What the program's exit says to a script. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  noBoard: 3,
  linkLost: 4,
  limit: 5,
  notAccepted: 6,
  inDoubt: 7,
  groundingFailed: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_ERROR: Readonly<Record<CrossbarErrorCode, ExitCode>> = {
  'bad-config': EXIT.usage,
  'bad-data': EXIT.usage,
  'bad-argument': EXIT.usage,
  'port-in-use': EXIT.usage,
  'board-not-found': EXIT.noBoard,
  'board-busy': EXIT.noBoard,
  'link-lost': EXIT.linkLost,
  'link-timeout': EXIT.linkLost,
  'protocol-mismatch': EXIT.linkLost,
  'board-rejected': EXIT.failed,
  'limit-exceeded': EXIT.limit,
  'grounding-failed': EXIT.groundingFailed,
  'acceptance-not-met': EXIT.notAccepted,
  'state-in-doubt': EXIT.inDoubt,
  'run-damaged': EXIT.failed,
  interrupted: EXIT.interrupted,
};

export const exitCodeOf = (code: CrossbarErrorCode): ExitCode => BY_ERROR[code];
