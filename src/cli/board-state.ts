import type { BoardState, BoardStatus, StateCause } from '../core/index.js';

/** What a board does in each state. */
const STATES: Readonly<Record<BoardState, string>> = {
  boot: 'it is starting',
  safe: 'outputs locked, at 0 V',
  idle: 'outputs released, reads only',
  armed: 'a host may read and fire plans',
  running: 'a plan is under way',
  fault: 'outputs locked, at 0 V, until the fault is cleared',
  indeterminate: 'a plan was cut off; reads only, until the board is told that its cells have been read',
};

const CAUSES: Readonly<Record<StateCause, string>> = {
  boot: 'it has started',
  ground: 'a host has grounded it',
  abort: 'somebody has stopped it, by ABOR or by a button',
  lease: 'it had heard nothing from its host for too long and grounded itself',
  watchdog: 'its firmware hung, and the watchdog has stopped it',
  'over-current': 'more current flowed than it allows',
  'read-back': 'a line did not read back at the voltage it was set to',
  'emergency-stop': 'the emergency stop was pressed',
  'output-time': 'a line was driven for longer than its hardware allows',
};

/** How to mend what a fault latches for. */
const MENDING: Partial<Record<StateCause, string>> = {
  watchdog: 'Check its supply, and report the hang to the makers of its firmware',
  'over-current': 'Look for a short on the chip and its wiring',
  'read-back': 'Keep away from the chip, and check the DACs, switches and supply',
  'emergency-stop': 'See why it was pressed, then release it',
  'output-time': 'Check the clock and timers that open its switches',
};

export const describeState = (state: BoardState): string => `${state}: ${STATES[state]}`;

export const describeCause = (cause: StateCause): string => `${cause}: ${CAUSES[cause]}`;

/** What to see to before a fault of that cause is cleared. */
export const mendingOf = (cause: StateCause): string => MENDING[cause] ?? 'Find and mend its cause';

/** What a person can do about the state of a board; undefined where it needs nobody. */
export function nextStep(board: string, { state, cause, lastSerial }: BoardStatus): string | undefined {
  if (state === 'safe') return 'nothing to mend: commands that drive lines release the outputs themselves';
  if (state === 'fault') return `${mendingOf(cause)}; then: quarterwave clear --board ${board}`;
  if (state !== 'indeterminate') return undefined;
  return (
    `Serial ${lastSerial} was cut off. Read every cell and tell the board so: quarterwave read --board ${board} ` +
    '--reconcile. Or go on with its run, which does both: quarterwave train --resume RUN'
  );
}
