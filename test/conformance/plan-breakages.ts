import {
  decodeError,
  decodePlan,
  encodeError,
  encodePlan,
  encodeReply,
  ERROR_CODES,
  KINDS,
  OPS,
  planIdOf,
  type ErrorName,
  type Frame,
  type MessageName,
  type ReplyFields,
  type RequestFields,
} from '../../src/protocols/index.js';
import { isError, requestIn, saying } from './breakages.js';
import type { Breakage } from './broken-link.js';

/** Turns replies to some requests into errors, or errors into replies: as the request was, not as the answer is. */
function misjudging<Name extends MessageName>(
  name: Name,
  matches: (fields: RequestFields[Name]) => boolean,
  instead: (answer: Frame) => Frame,
): Breakage {
  const matching = new Set<number>();
  return {
    toBoard(frame) {
      const fields = requestIn(frame, name);
      if (fields !== undefined && matches(fields)) matching.add(frame.request);
      return [frame];
    },
    toHost(frame) {
      const isAnswer = frame.op === OPS[name] && (frame.kind === KINDS.reply || frame.kind === KINDS.error);
      return isAnswer && matching.delete(frame.request) ? [instead(frame)] : [frame];
    },
  };
}

const asError = (frame: Frame, name: ErrorName): Frame => ({
  ...frame,
  kind: KINDS.error,
  payload: encodeError({
    code: ERROR_CODES[name],
    block: -1,
    row: -1,
    column: -1,
    measured: 0,
    limit: 0,
    text: 'wrong',
  }),
});

const asReply = <Name extends MessageName>(frame: Frame, name: Name, fields: ReplyFields[Name]): Frame => ({
  ...frame,
  kind: KINDS.reply,
  payload: encodeReply(name, fields),
});

/** Two breakages that look at other frames. */
const both = (one: Breakage, other: Breakage): Breakage => ({
  toBoard: (frame) => (one.toBoard?.(frame) ?? [frame]).flatMap((heard) => other.toBoard?.(heard) ?? [heard]),
  toHost: (frame) => (one.toHost?.(frame) ?? [frame]).flatMap((said) => other.toHost?.(said) ?? [said]),
});

/** Notes the plans that come in one piece and are of some kind. */
function noting(noted: Set<string>, isOfKind: (bytes: Uint8Array) => boolean): Breakage {
  return {
    toBoard(frame) {
      const load = requestIn(frame, 'load');
      if (load !== undefined && planIdOf(load.piece) === load.planId && isOfKind(load.piece)) noted.add(load.planId);
      return [frame];
    },
  };
}

/** Takes only plans that are written as this host would write them. */
export function particular(): Breakage {
  const strange = new Set<string>();
  const isStrange = (bytes: Uint8Array): boolean => {
    const plan = decodePlan(bytes);
    return plan.ok && !Buffer.from(encodePlan(plan.value)).equals(bytes);
  };
  return both(
    noting(strange, isStrange),
    misjudging(
      'check',
      ({ planId }) => strange.has(planId),
      (answer) => asError(answer, 'plan-corrupt'),
    ),
  );
}

type Undecodable = Extract<ReturnType<typeof decodePlan>, { ok: false }>['reason'];

/**
 * Makes something of bytes that are no plan.
 *
 * @param reasons why they are none
 */
export function trustful(measures: ReplyFields['check'], ...reasons: readonly Undecodable[]): Breakage {
  const bad = new Set<string>();
  const isBad = (bytes: Uint8Array): boolean => {
    const plan = decodePlan(bytes);
    return !plan.ok && reasons.includes(plan.reason);
  };
  return both(
    noting(bad, isBad),
    misjudging(
      'check',
      ({ planId }) => bad.has(planId),
      (answer) => asReply(answer, 'check', measures),
    ),
  );
}

/** Looks at rows and not at columns: finds plans good that are refused for a column. */
export const blindToColumns = (error: ErrorName, measures: ReplyFields['check']): Breakage =>
  saying(
    (frame) => {
      const fields = frame.op === OPS.check && isError(frame, error) ? decodeError(frame.payload) : undefined;
      return fields?.ok === true && fields.value.column >= 0;
    },
    (frame) => [asReply(frame, 'check', measures)],
  );

/** Has no samples any more once it was grounded. */
export function forgetful(): Breakage {
  let grounded = false;
  const forgetting = misjudging(
    'samples',
    () => grounded,
    (answer) => asError(answer, 'no-record'),
  );
  return both(forgetting, {
    toBoard(frame) {
      if (frame.op === OPS.ground) grounded = true;
      if (frame.op === OPS.fire) grounded = false;
      return [frame];
    },
  });
}

/** Looks for samples when it is asked for them, and not in its turn. */
export function hasty(): Breakage {
  const underWay = new Set<number>();
  const tooSoon = misjudging(
    'samples',
    () => underWay.size > 0,
    (answer) => asError(answer, 'no-record'),
  );
  return both(tooSoon, {
    toBoard(frame) {
      if (frame.op === OPS.hello) underWay.clear();
      if (frame.op === OPS.fire) underWay.add(frame.request);
      return [frame];
    },
    toHost(frame) {
      if (frame.op === OPS.fire) underWay.delete(frame.request);
      return [frame];
    },
  });
}
