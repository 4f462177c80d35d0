import {
  formatColumn,
  formatQuantity,
  formatRow,
  LimitError,
  LinkError,
  MICROVOLTS_PER_VOLT,
  type BoardLimits,
  type LimitedQuantity,
} from '../core/index.js';
import { errorNameOf, type ErrorFields, type ErrorName, type MessageName } from '../protocols/index.js';

const REMEDIES: Partial<Record<ErrorName, string>> = {
  'wrong-session': 'The board has restarted, or another host has taken it. Open it again.',
  'wrong-dictionary': 'Update its firmware or this program, so that both have the same messages.',
  'unsupported-major': 'Update its firmware or this program, so that both speak the same version.',
  'plan-not-loaded': 'The plan was lost on the way and nothing was fired. Run it again under the same serial.',
  'too-many-samples': 'Split the plan into plans of fewer blocks.',
  'not-able': 'Plan without what the board has not, or use another board.',
  'serial-gap': 'An earlier serial was never fired. Ask for its record, and take serials from the board only.',
  'serial-of-other-plan': 'Take a new serial for every plan.',
  'limits-changed': 'Its limits were changed since they were asked for. Open it again.',
  faulted: 'Find and mend the cause of the fault, then clear it.',
  unreconciled: 'A plan was cut off by a reset. Read its cells, then reconcile it: resuming the run does both.',
  'not-released': 'Its outputs are locked in safe. Open it again.',
  'cause-remains': 'Mend what caused the fault first; its status says what it is.',
  'limit-raise': 'Limits can only be lowered. Only a jumper on the board raises them.',
  'wrong-state': 'Ground the board first.',
  'nothing-to-reconcile': 'No plan was cut off. Nothing needs to be done.',
  'memory-failed': "Nothing was fired. The board's memory needs repair.",
  'not-armed': 'It was grounded since it was armed. Open it again.',
};

/** A board's refusal of what this program should not have asked, or could not know. */
export function boardRejection(where: string, request: MessageName, refused: ErrorFields): LinkError {
  const name = errorNameOf(refused.code);
  const remedy = (name && REMEDIES[name]) ?? "See the error numbers in the firmware's protocol.md.";
  return new LinkError(
    'board-rejected',
    `The board at ${where} refused ${request} with error ${refused.code} (${name ?? 'unknown'}): ` +
      `${refused.text}. ${remedy}`,
    {
      where,
      request,
      number: refused.code,
      name: name ?? null,
      text: refused.text,
      measured: refused.measured,
      limit: refused.limit,
    },
  );
}

const LIMITS: Partial<Record<ErrorName, readonly [quantity: LimitedQuantity, unit: 's' | 'V']>> = {
  'block-too-long': ['quarter-seconds', 's'],
  'window-too-long': ['window-seconds', 's'],
  'output-too-long': ['output-seconds', 's'],
  'off-grid': ['edge-seconds', 's'],
  guard: ['guard-seconds', 's'],
  'sample-time': ['sample-seconds', 's'],
  'row-voltage': ['row-volts', 'V'],
  'read-voltage': ['read-volts', 'V'],
  'gate-voltage': ['gate-volts', 'V'],
  'reference-voltage': ['reference-volts', 'V'],
};

/** The refusal as a limit that the board kept; undefined where it is about anything else. */
export function boardLimitError(array: number, limits: BoardLimits, refused: ErrorFields): LimitError | undefined {
  const name = errorNameOf(refused.code);
  const known = name === undefined ? undefined : LIMITS[name];
  if (known === undefined) return undefined;
  const [quantity, unit] = known;
  // ticks or microvolts
  const inUnit = (integer: number): number =>
    unit === 's' ? integer * limits.tickSeconds : integer / MICROVOLTS_PER_VOLT;
  const measured = inUnit(refused.measured);
  const limit = inUnit(refused.limit);
  const { row, column, block } = refused;
  const where = [
    `array ${array}`,
    ...(row >= 0 ? [`row ${formatRow(row)}`] : []),
    ...(column >= 0 ? [`column ${formatColumn(column)}`] : []),
    ...(block >= 0 ? [`block ${block + 1}`] : []),
  ].join(' ');
  const asked = formatQuantity(measured, unit, 6);
  return new LimitError(
    `The board refused ${where}: it asks for ${asked}, the board's limit is ${formatQuantity(limit, unit, 6)}. ` +
      `Nothing was driven. The board says: ${refused.text}.`,
    {
      quantity,
      measured,
      limit,
      unit,
      where,
      row: row >= 0 ? row : null,
      column: column >= 0 ? column : null,
      enforcedBy: 'board',
    },
  );
}
