export type {
  ConductanceChange,
  ConfusionMatrix,
  EpochPoint,
  ReportGrounding,
  ReportModel,
  ReportProvenance,
  ReportSummary,
  SplitCurve,
  SplitTest,
} from './report-model.js';
export { renderReport } from './render-report.js';
