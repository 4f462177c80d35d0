export type { Bench } from './bench.js';
export { GROUPS, READ_ONLY_GROUPS, type Check, type CheckResult, type Group } from './check.js';
export { allChecks } from './checks.js';
export { groundBench } from './ground-bench.js';
export { meetBoard, type Meeting } from './meet-board.js';
export { playChecks } from './play-checks.js';
export { profilesPassed, type Profile } from './profile.js';
export { benchLines, conclusionLine, groupLine, resultLines } from './report-lines.js';
export { parseTranscript, playTranscript, transcribeFrame, type Transcript } from './transcript.js';
