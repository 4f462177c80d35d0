import { pooled } from './accuracy-table.js';
import type { Fact } from './fact-list.js';
import { countText, durationText, percentText, quantityText, timeText } from './html-text.js';
import type { ReportGrounding, ReportModel, ReportProvenance, ReportSummary } from './report-model.js';

const fraction = (correct: number, samples: number): string => `${countText(correct)} of ${countText(samples)}`;

export function headlineFacts(model: ReportModel): Fact[] {
  const { samples, crossbarCorrect, referenceCorrect } = pooled(model.tests);
  const reference: Fact[] =
    referenceCorrect === null ? [] : [['Floating-point reference', percentText(referenceCorrect, samples)]];
  return [
    ['Test accuracy, crossbar', percentText(crossbarCorrect, samples)],
    ...reference,
    ['Test samples correct', fraction(crossbarCorrect, samples)],
    ['Outputs at the end', model.grounding?.grounded === true ? 'grounded' : 'not proven grounded'],
  ];
}

export function summaryFacts(summary: ReportSummary): Fact[] {
  const { pulses, clippedWindows } = summary;
  return [
    ['Updates', countText(summary.updates)],
    ['Pulses (column windows)', countText(pulses)],
    ['Clipped windows', `${countText(clippedWindows)} (${percentText(clippedWindows, pulses)})`],
    ['Board time', durationText(summary.boardSeconds)],
    ['Energy', summary.energyJoules === null ? 'not measured by this board' : quantityText(summary.energyJoules, 'J')],
    ['Wall time', durationText(summary.wallSeconds)],
  ];
}

export function groundingFacts(grounding: ReportGrounding | null): Fact[] {
  if (grounding === null)
    return [['Outputs', 'no proof of grounding was recorded: check the board before touching it']];
  return [
    ['Outputs', grounding.grounded ? 'grounded, read back by the board' : 'NOT grounded: switch the supply off'],
    ['Largest residual voltage', quantityText(grounding.residualVolts, 'V', 3)],
    ['From request to reply', quantityText(grounding.latencyMilliseconds / 1e3, 's', 3)],
    ['Recorded', timeText(grounding.wallTime)],
  ];
}

export const provenanceFacts = (provenance: ReportProvenance): Fact[] => [
  ['Run', provenance.runId],
  ['Recipe', provenance.recipe],
  ['Seed', String(provenance.seed)],
  ['Chip', provenance.chip],
  ['Board', provenance.board],
  ['quarterwave', provenance.toolVersion],
];
