import { planBlocks, planTicks, planWindows, type PulsePlan } from '../../core/index.js';
import { decodePlan, type FireRequest, type RecordFields, type RecordRequest } from '../../protocols/index.js';
import type { Board } from './board.js';
import { toPicojoules } from './converters.js';
import { checkPlan } from './limit-checks.js';
import { runPlan } from './plan-run.js';
import { refuse, type Answer, type Refusal } from './refusal.js';

const noRecord = (serial: number): Refusal => refuse('no-record', `no record of serial ${serial}`);

export function record(board: Board, { serial }: RecordRequest): Answer<'record'> {
  const found = board.retained.find(serial);
  return found === undefined ? noRecord(serial) : { reply: found };
}

/** A serial that was fired before makes no edge, whatever the link did to its first request. */
function repeated(board: Board, { serial, planId }: FireRequest): Answer<'fire'> {
  const found = board.retained.find(serial);
  if (found === undefined) return noRecord(serial);
  if (found.planId === planId) return { reply: found };
  return refuse('serial-of-other-plan', `serial ${serial} was fired with plan ${found.planId}`);
}

/** Whether the note was kept. A memory that cannot be written is an answer, not a crash. */
function written(write: () => void): boolean {
  try {
    write();
    return true;
  } catch {
    return false;
  }
}

function execute(board: Board, plan: PulsePlan, { serial, planId }: FireRequest): Answer<'fire'> {
  const { nonvolatile, clock } = board;
  const intent: RecordFields = {
    serial,
    planId,
    outcome: 'indeterminate',
    startTick: clock.now,
    durationTicks: 0,
    blocksDone: 0,
    windowsFired: 0,
    energyPicojoules: 0,
  };
  // the order that keeps every death of the board knowable: intent, edges, cells, record
  if (!written(() => nonvolatile?.writeSlot('intent', intent))) {
    return refuse('memory-failed', 'the intent could not be written; nothing was fired');
  }
  board.retained.keep(intent);
  board.state = 'running';
  board.started(intent);
  board.ledger.count(serial);
  const joules = runPlan(plan, board.chip.arrays[plan.array]!, board.limits);
  const done: RecordFields = {
    ...intent,
    outcome: 'done',
    durationTicks: planTicks(plan),
    blocksDone: planBlocks(plan),
    windowsFired: planWindows(plan),
    energyPicojoules: toPicojoules(joules),
  };
  clock.advance(done.durationTicks);
  board.state = 'idle';
  const kept = written(() => {
    nonvolatile?.writeCells(plan.array);
    nonvolatile?.writeSlot('record', done);
  });
  if (!kept) return { reply: intent };
  board.retained.keep(done);
  return { reply: done };
}

/** Fires a loaded plan once, after every check and before any edge. */
export function fire(board: Board, request: FireRequest): Answer<'fire'> {
  const { serial, planId } = request;
  const next = board.retained.lastSerial + 1;
  if (serial === 0) return refuse('bad-payload', 'serials begin at 1');
  if (serial < next) return repeated(board, request);
  if (serial > next) return refuse('serial-gap', `the next serial is ${next}`, { measured: serial, limit: next });
  const bytes = board.plans.find(planId);
  if (bytes === undefined) return refuse('plan-not-loaded', `plan ${planId} is not loaded`);
  const plan = decodePlan(bytes);
  if (!plan.ok) return refuse('plan-corrupt', `plan does not decode: ${plan.reason}`);
  return checkPlan(plan.value, board.shapes, board.limits) ?? execute(board, plan.value, request);
}
