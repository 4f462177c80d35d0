import type { AnyRequest, MessageName } from '../../protocols/index.js';

/** What touches outputs, or depends on what they did: done in the order it came. Samples wait for their own plan, which may not have begun. */
const IN_ORDER: ReadonlySet<MessageName> = new Set<MessageName>([
  'read',
  'fire',
  'release',
  'arm',
  'reconcile',
  'lower',
  'samples',
  'clear',
]);

export const isInOrder = ({ name }: AnyRequest): boolean => IN_ORDER.has(name);

/** Whether a request waits until the plan under way is over. So does a question for what becomes of that very plan. */
export function waitsForPlan(request: AnyRequest, running: number | undefined): boolean {
  if (running === undefined) return false;
  if (request.name === 'record' || request.name === 'trace') return request.fields.serial === running;
  return isInOrder(request);
}
