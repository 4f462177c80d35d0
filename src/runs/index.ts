export { renderReport, type ReportModel } from './report/index.js';
export { readCheckpoint } from './checkpoints.js';
export { verifyRun, type RunVerification } from './checksums.js';
export { claimRun, type ClaimedRun } from './create-run.js';
export { groundedDocument } from './journal-documents.js';
export type { RunFolder } from './run-folder.js';
export { openRun, type RunSummary } from './run-summary.js';
export { serialCount, type SerialRanges } from './serial-ranges.js';
