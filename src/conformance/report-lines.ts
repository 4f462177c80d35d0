import { codeVolts, formatQuantity } from '../core/index.js';
import type { Bench } from './bench.js';
import type { CheckResult, Group } from './check.js';
import { formatProfile, type Profile } from './profile.js';
import { lackOfSamples, sampleBlock } from './sample-plans.js';
import { formatSection } from './sections.js';
import type { TestPlans } from './test-plans.js';

const MARKS = { passed: '✓', failed: '✗', skipped: '-' } as const;

const GROUP_TITLES: Readonly<Record<Group, string>> = {
  transcripts: 'conversations in text',
  link: 'numbers, sessions, and what was lost',
  resources: 'more than a board was made for',
  plans: 'loading, limits, firing, reading',
  safety: 'states, tokens, leases, stopping',
  timing: 'edges and clocks',
  faults: 'firing over bad cables',
};

export const groupLine = (group: Group): string => `${group}: ${GROUP_TITLES[group]}`;

/** A check in a line, and where it failed in some more: what was expected, what came, and where it is written. */
export function resultLines(result: CheckResult): readonly string[] {
  const { state, title, section, why, expected, got, wire } = result;
  const line = `  ${MARKS[state]} ${title}`;
  if (state === 'skipped') return [`${line} (skipped: ${why})`];
  if (state === 'passed') return [line];
  return [
    line,
    `      expected  ${expected}`,
    `      got       ${got}`,
    `      written   ${formatSection(section)}`,
    ...(wire ?? []).map((entry) => `      ${entry}`),
  ];
}

/** Longest that a line of a plan that is fired is away from 0 V, ticks. */
function longestDrive(plans: TestPlans): number {
  const samples = lackOfSamples(plans) === undefined;
  return Math.max(plans.shortBlock, samples ? sampleBlock(plans, 'forward').ticks : 0);
}

/** Who is on the bench, and what it will have to bear. */
export function benchLines({ document, limits, plans, profile }: Bench, firing: boolean): readonly string[] {
  const { vendor, model, serialNumber, firmware } = document.identity;
  const volts = (value: number): string => formatQuantity(value, 'V', 3);
  const time = (ticks: number): string => formatQuantity(ticks * limits.tickSeconds, 's', 3);
  const who = `${vendor} ${model}, serial number ${serialNumber}, firmware ${firmware}, held to ${formatProfile(profile)}`;
  if (!firing) return [who, 'No line is driven.'];
  const { drivesColumns } = limits;
  const lines = drivesColumns
    ? `the rows and columns of array 0 (${volts(2 * plans.planVolts)} across a cell)`
    : 'the rows of array 0';
  const gates = plans.isGated ? ` and ${volts(limits.maxGateVolts)} on its gates` : '';
  const refusedGates = plans.isGated ? ` or ${volts(codeVolts(plans.gateLimitCode + 1, limits))} on a gate` : '';
  return [
    who,
    `Plans put up to ${volts(plans.planVolts)} on ${lines}${gates} for ${time(longestDrive(plans))} at a time, reads up to ` +
      `${volts(limits.maxReadVolts)} on all its lines for ${formatQuantity(limits.readSeconds, 's', 3)}.`,
    `What it has to refuse asks for up to ${volts(codeVolts(plans.rowLimitCode + 1, limits))} on a row` +
      `${drivesColumns ? ' or column' : ''}${refusedGates} for ${time(plans.step)}: a firmware that does not refuse it ` +
      `will put it there.`,
  ];
}

/** What it comes to. */
export function conclusionLine(results: readonly CheckResult[], profile: Profile, passes: readonly Profile[]): string {
  const count = (state: CheckResult['state']): number => results.filter((result) => result.state === state).length;
  const failed = results.filter(({ state }) => state === 'failed').map(({ id }) => id);
  const skipped = count('skipped');
  const played = `${count('passed')} checks passed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  if (failed.length > 0) return `fails ${profile}: ${failed.length} of ${results.length} checks: ${failed.join(', ')}`;
  if (passes.length === 0) return `nothing failed: ${played}`;
  return `passes ${passes.join(' and ')}: ${played}`;
}
