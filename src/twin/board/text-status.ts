import { ERROR_QUEUE_LENGTH, NO_ERROR, pushError, SCPI_ERRORS } from './text-errors.js';
import type { ErrorQueue, QueuedError } from './text-errors.js';

/** Bits of the standard event status register, IEEE 488.2 section 11.5.1. */
export const EVENT_BITS = {
  operationComplete: 0x01,
  queryError: 0x04,
  deviceError: 0x08,
  executionError: 0x10,
  commandError: 0x20,
  powerOn: 0x80,
} as const;

/** Bits of the status byte, IEEE 488.2 section 11.2 and SCPI-99 volume 1, 9.1. */
export const STATUS_BITS = { errorQueue: 0x04, eventSummary: 0x20, masterSummary: 0x40 } as const;

/** The status of IEEE 488.2: what happened, what of it is summed up, and the errors waiting to be read. */
export interface StatusModel {
  /** ESR: set by what happens, cleared by being read. */
  readonly events: number;
  /** ESE: which events show in the status byte. */
  readonly eventMask: number;
  /** SRE: which bits of the status byte ask for service. */
  readonly serviceMask: number;
  readonly errors: ErrorQueue;
}

export const bootedStatus: StatusModel = { events: EVENT_BITS.powerOn, eventMask: 0, serviceMask: 0, errors: [] };

/** The event an error counts as, by the hundred of its number; SCPI-99 volume 2, 21.8. */
function eventOf(code: number): number {
  if (code > 0) return EVENT_BITS.deviceError;
  if (code > -200) return EVENT_BITS.commandError;
  if (code > -300) return EVENT_BITS.executionError;
  if (code > -400) return EVENT_BITS.deviceError;
  return EVENT_BITS.queryError;
}

export const withEvent = (status: StatusModel, bit: number): StatusModel => ({
  ...status,
  events: status.events | bit,
});

/** The error is queued, and its event set even where the queue has no room for it. */
export function withError(status: StatusModel, error: QueuedError): StatusModel {
  const overflow = status.errors.length >= ERROR_QUEUE_LENGTH ? eventOf(SCPI_ERRORS.queueOverflow.code) : 0;
  return { ...withEvent(status, eventOf(error.code) | overflow), errors: pushError(status.errors, error) };
}

/** The oldest error and the status without it. */
export const takeError = (status: StatusModel): readonly [StatusModel, QueuedError] => [
  { ...status, errors: status.errors.slice(1) },
  status.errors[0] ?? NO_ERROR,
];

/** `*CLS`: events and errors go, masks stay. */
export const clearedStatus = (status: StatusModel): StatusModel => ({ ...status, events: 0, errors: [] });

/** A master summary cannot ask for itself. */
export const withServiceMask = (status: StatusModel, mask: number): StatusModel => ({
  ...status,
  serviceMask: mask & ~STATUS_BITS.masterSummary,
});

/** The status byte as `*STB?` answers it; nothing is cleared by reading it. */
export function statusByte({ events, eventMask, serviceMask, errors }: StatusModel): number {
  const summary =
    (errors.length > 0 ? STATUS_BITS.errorQueue : 0) | ((events & eventMask) === 0 ? 0 : STATUS_BITS.eventSummary);
  return (summary & serviceMask) === 0 ? summary : summary | STATUS_BITS.masterSummary;
}
