import type { PulsePlan } from '../../core/index.js';
import type { FireRequest, RecordFields } from '../../protocols/index.js';
import type { Board } from './board.js';
import { toPicojoules } from './converters.js';
import { loadedPlan } from './loaded-plan.js';
import { isWritten } from './nonvolatile-file.js';
import { PlanRun } from './plan-run.js';
import { record } from './record-behaviour.js';
import { refuse, type Answer, type Refusal } from './refusal.js';

/** A serial that was fired before makes no edge, whatever the link did to its first request. */
function repeated(board: Board, { serial, planId }: FireRequest): Answer<'fire'> {
  const found = record(board, { serial });
  if ('refused' in found || found.reply.planId === planId) return found;
  return refuse('serial-of-other-plan', `serial ${serial} was fired with plan ${found.reply.planId}`);
}

/** The plan to fire, or why nothing is fired: the next serial, under the token, within every limit. */
function planToFire(board: Board, { serial, planId, token }: FireRequest): PulsePlan | Refusal {
  const next = board.retained.lastSerial + 1;
  if (serial > next) return refuse('serial-gap', `the next serial is ${next}`, { measured: serial, limit: next });
  return board.safety.step({ type: 'fire', token }) ?? loadedPlan(board, planId);
}

/**
 * Writes down what became of a plan, then answers. The order keeps every death of the board knowable: intent, edges,
 * cells, record, answer.
 */
function conclude(
  board: Board,
  intent: RecordFields,
  run: PlanRun,
  outcome: 'done' | 'aborted',
  answer: (answer: Answer<'fire'>) => void,
): void {
  const { nonvolatile, retained, resets, safety } = board;
  const { serial } = intent;
  const { blocksDone, durationTicks, windowsFired } = run;
  if (resets('before-record', serial, blocksDone)) return;
  const over: RecordFields = {
    ...intent,
    outcome,
    durationTicks,
    blocksDone,
    windowsFired,
    energyPicojoules: toPicojoules(run.joules),
  };
  const kept = isWritten(() => {
    nonvolatile?.writeCells(run.plan.array);
    nonvolatile?.writeSlot('record', over);
  });
  if (kept) {
    retained.keep(over);
    safety.step({ type: 'over' });
  } else {
    // what a reset would make of it, at once
    retained.freeze();
    safety.step({ type: 'record-lost' });
  }
  if (resets('before-reply', serial, blocksDone)) return;
  answer({ reply: retained.find(serial)! });
}

function execute(
  board: Board,
  plan: PulsePlan,
  { serial, planId }: FireRequest,
  answer: (answer: Answer<'fire'>) => void,
): void {
  const { nonvolatile, ticks, retained, resets, safety, engine } = board;
  const intent: RecordFields = {
    serial,
    planId,
    outcome: 'indeterminate',
    verdict: 'none',
    startTick: ticks.now,
    durationTicks: 0,
    blocksDone: 0,
    windowsFired: 0,
    energyPicojoules: 0,
  };
  if (!isWritten(() => nonvolatile?.writeSlot('intent', intent))) {
    answer(refuse('memory-failed', 'the intent could not be written; nothing was fired'));
    return;
  }
  const run = new PlanRun({
    plan,
    stage: board.frontEnds[plan.array]!.stageOf(plan, serial),
    chipTime: board.chipTime,
    tickSeconds: board.plate.limits.tickSeconds,
    startTick: intent.startTick,
  });
  retained.intend(intent, run);
  if (resets('intent-written', serial, 0)) return;
  safety.step({ type: 'started' });
  board.started(intent);
  engine.start(serial, run, (outcome) => conclude(board, intent, run, outcome, answer));
}

/**
 * Fires a loaded plan once, after every check and before any edge.
 *
 * @param answer called when the plan is over
 */
export function fire(board: Board, request: FireRequest, answer: (answer: Answer<'fire'>) => void): void {
  if (request.serial === 0) {
    answer(refuse('bad-payload', 'serials begin at 1'));
  } else if (request.serial <= board.retained.lastSerial) {
    answer(repeated(board, request));
  } else {
    const plan = planToFire(board, request);
    if ('refused' in plan) answer(plan);
    else execute(board, plan, request, answer);
  }
}
