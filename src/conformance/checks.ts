import { ABLE_CHECKS } from './able-checks.js';
import { GROUPS, type Check } from './check.js';
import { FAULT_CHECKS } from './fault-checks.js';
import { FIRE_CHECKS } from './fire-checks.js';
import { FORM_CHECKS } from './form-checks.js';
import { HELLO_CHECKS } from './hello-checks.js';
import { LEASE_CHECKS } from './lease-checks.js';
import { LIMIT_CHECKS } from './limit-checks.js';
import { LOAD_CHECKS } from './load-checks.js';
import { NUMBERING_CHECKS } from './numbering-checks.js';
import { READ_CHECKS } from './read-checks.js';
import { RECOVERY_CHECKS } from './recovery-checks.js';
import { RESOURCE_CHECKS } from './resource-checks.js';
import { RUNNING_CHECKS } from './running-checks.js';
import { SAMPLE_CHECKS } from './sample-checks.js';
import { SAMPLING_LIMIT_CHECKS } from './sampling-limit-checks.js';
import { STATE_CHECKS } from './state-checks.js';
import { TIMING_CHECKS } from './timing-checks.js';
import { transcriptChecks } from './transcript-checks.js';
import type { Transcript } from './transcript.js';
import { WAITING_CHECKS } from './waiting-checks.js';

/** Everything a board is held to, group by group. */
export function allChecks(transcripts: readonly Transcript[]): readonly Check[] {
  const checks: readonly Check[] = [
    ...transcriptChecks(transcripts),
    ...HELLO_CHECKS,
    ...NUMBERING_CHECKS,
    ...RECOVERY_CHECKS,
    ...RESOURCE_CHECKS,
    ...LOAD_CHECKS,
    ...FORM_CHECKS,
    ...LIMIT_CHECKS,
    ...ABLE_CHECKS,
    ...SAMPLING_LIMIT_CHECKS,
    ...FIRE_CHECKS,
    ...SAMPLE_CHECKS,
    ...READ_CHECKS,
    ...STATE_CHECKS,
    ...LEASE_CHECKS,
    ...RUNNING_CHECKS,
    ...WAITING_CHECKS,
    ...TIMING_CHECKS,
    ...FAULT_CHECKS,
  ];
  return GROUPS.flatMap((group) => checks.filter((check) => check.group === group));
}
