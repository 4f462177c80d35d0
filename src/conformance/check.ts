import type { Bench } from './bench.js';
import type { Section } from './sections.js';

export const GROUPS = ['transcripts', 'link', 'resources', 'plans', 'safety', 'timing', 'faults'] as const;
export type Group = (typeof GROUPS)[number];

/** Groups that drive no line: they may be played on any board, whatever is connected to it. */
export const READ_ONLY_GROUPS: ReadonlySet<Group> = new Set(['transcripts', 'link', 'resources']);

/** Something a board, or the way to it, may lack without being wrong; see board-abilities.ts. */
export type Need =
  | 'fresh-board'
  | 'window'
  | 'lease'
  | 'pace'
  | 'long-plan'
  | 'trace'
  | 'coarse-grid'
  | 'guards'
  | 'output-limit'
  | 'driven-columns'
  | 'gates'
  | 'no-gates'
  | 'samples'
  | 'sample-limit';

/** One thing a board must do. It begins in safe, in a session of its own that has sent nothing. */
export interface Check {
  /** `link.gap-told-once`; for scripts. */
  readonly id: string;
  readonly group: Group;
  /** Where protocol.md says so. */
  readonly section: Section;
  /** What the board does when it is right. */
  readonly title: string;
  readonly needs?: readonly Need[];
  /** @throws CheckFailed where the board does something else */
  readonly run: (bench: Bench) => Promise<void>;
}

export interface CheckResult extends Pick<Check, 'id' | 'group' | 'section' | 'title'> {
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Of a skipped one. */
  readonly why?: string;
  /** Of a failed one. */
  readonly expected?: string;
  readonly got?: string;
  /** Of a failed one: what went over the wire last, oldest first, in hexadecimal and in words. */
  readonly wire?: readonly string[];
  readonly milliseconds: number;
}
