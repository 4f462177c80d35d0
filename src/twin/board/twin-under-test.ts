import { planBlocks, seconds, volts, type PulsePlan } from '../../core/index.js';
import { ERROR_CODES, type ErrorName } from '../../protocols/index.js';
import { buildChip, builtInChip, PlanDrive, type ChipArray } from '../chip/index.js';
import { Conversation } from './conversation.js';
import type { CutOff } from './edge-ledger.js';
import { createTwin, type Twin, type TwinOptions } from './twin.js';

export const ROWS = 3;
export const COLUMNS = 2;
const SEED = 7;

const chip = builtInChip('silver-chalcogenide');
const arrays = [{ rows: ROWS, columns: COLUMNS }];

/** A twin of 3x2 cells and a host that has said hello to it. */
export function converse(options: Partial<TwinOptions> = {}): { twin: Twin; host: Conversation } {
  const twin = createTwin({ chip, arrays, seed: SEED, ...options });
  const host = new Conversation(twin);
  host.hello(1);
  return { twin, host };
}

/** An error of that name, to match against. */
export const error = (name: ErrorName): { code: number } => ({ code: ERROR_CODES[name] });

const SCALE = { tickSeconds: seconds(1e-6), dacBits: 16, dacFullScaleVolts: volts(2) };

function applyBlock(array: ChipArray, plan: PulsePlan, block: number, ticks: number): void {
  array.applyBlock(new PlanDrive(plan, SCALE).ofBlock(block), ticks * SCALE.tickSeconds);
}

/** The cells of a new chip of the same make after these plans, the last of them as far as it came. */
export function statesAfter(plans: readonly PulsePlan[], lastCutOff?: CutOff): Float64Array {
  const array = buildChip(chip, arrays, SEED).arrays[0]!;
  for (const [index, plan] of plans.entries()) {
    const cutOff = index === plans.length - 1 ? lastCutOff : undefined;
    const blocks = cutOff?.blocks ?? planBlocks(plan);
    for (let block = 0; block < blocks; block += 1) applyBlock(array, plan, block, plan.blocks.ticks[block]!);
    if (cutOff !== undefined && cutOff.ticks > 0) applyBlock(array, plan, blocks, cutOff.ticks);
  }
  return array.states;
}
