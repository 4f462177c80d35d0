import {
  cellCount,
  formatCell,
  formatQuantity,
  formatShape,
  planTicks,
  planWindows,
  planSamples,
} from '../../core/index.js';
import {
  describeLimit,
  formatPlanQuantity,
  PLAN_QUANTITIES,
  type LimitTable,
  type PlanMeasures,
  type PlanQuantity,
} from '../../pulse/index.js';
import { mostOf, total, type CellFigure } from '../cell-figures.js';
import type { PlanTarget } from './plan-target.js';
import { blocksOf, type PreparedPlan } from './prepared-plan.js';

/** All that is said of a plan before it is run, as data. */
export interface PlanPreview {
  readonly hash: string;
  readonly plans: number;
  readonly blocks: number;
  readonly windows: number;
  readonly samples: number;
  readonly seconds: number;
  /** Pulses over a threshold, of all cells and of the one that gets most. */
  readonly pulses: number;
  readonly mostPulses: CellFigure;
  readonly longestPulse: CellFigure;
  /** V^2 G t with cells in the middle of their linear range, of all cells and of the one that gets most. */
  readonly joules: number;
  readonly mostJoules: CellFigure;
  /** The most that is reached of each limited quantity, and what bounds it. */
  readonly quantities: readonly {
    readonly quantity: PlanQuantity;
    readonly unit: string;
    /** Null for a change without any time to it. */
    readonly value: number | null;
    readonly limit: number | null;
    readonly limitedBy: string;
  }[];
  readonly margins: {
    readonly verdict: string;
    readonly findings: readonly string[];
    /** The cell that is not to move and comes nearest to doing so. */
    readonly disturb: { readonly cell: string; readonly volts: number; readonly thresholdVolts: number } | null;
  };
  readonly rounding: { readonly seconds: number; readonly volts: number; readonly clippedWindows: number };
}

function largest(measures: readonly PlanMeasures[], quantity: PlanQuantity): number | undefined {
  const values = measures.flatMap((measure) => measure.get(quantity)?.value ?? []);
  return values.length === 0 ? undefined : Math.max(...values);
}

function disturbOf({ margins }: PreparedPlan): PlanPreview['margins']['disturb'] {
  const worst = margins
    .flatMap(({ inUse }) => [inUse.open, inUse.closed])
    .filter((margin) => margin !== undefined)
    .toSorted((a, b) => a.marginVolts - b.marginVolts)[0];
  if (worst === undefined) return null;
  return { cell: formatCell(worst.row, worst.column), volts: worst.worstVolts, thresholdVolts: worst.thresholdVolts };
}

/** Everything to know before a plan is approved. */
export function planPreview(plan: PreparedPlan, { shape, limits }: PlanTarget, table: LimitTable): PlanPreview {
  const { stress, plans, margins, report } = plan;
  const ofAll = (count: (one: (typeof plans)[number]) => number): number =>
    plans.reduce((all, one) => all + count(one), 0);
  const findings = margins.flatMap((one) => one.findings);
  return {
    hash: plan.hash,
    plans: plans.length,
    blocks: blocksOf(plan),
    windows: ofAll(planWindows),
    samples: ofAll(planSamples),
    seconds: ofAll(planTicks) * limits.tickSeconds,
    pulses: total(stress.pulses),
    mostPulses: mostOf(stress.pulses, shape.columns),
    longestPulse: mostOf(stress.longestSeconds, shape.columns),
    joules: total(stress.joules),
    mostJoules: mostOf(stress.joules, shape.columns),
    quantities: table.flatMap(({ quantity, inForce }) => {
      const value = largest(plan.measures, quantity);
      if (value === undefined) return [];
      const limitedBy = inForce === undefined ? 'nobody gives a limit' : describeLimit(inForce);
      const [, unit] = PLAN_QUANTITIES[quantity];
      return [
        { quantity, unit, value: Number.isFinite(value) ? value : null, limit: inForce?.value ?? null, limitedBy },
      ];
    }),
    margins: {
      verdict: findings[0]?.verdict ?? 'works',
      findings: findings.map(({ text }) => text),
      disturb: disturbOf(plan),
    },
    rounding: {
      seconds: report.largestSecondsError,
      volts: report.largestVoltsError,
      clippedWindows: report.clippedWindows,
    },
  };
}

/** The same for people. */
export function previewText(preview: PlanPreview, { array, shape, profile }: PlanTarget): string {
  const { mostPulses, longestPulse, mostJoules, margins, rounding } = preview;
  const { disturb } = margins;
  const cells = cellCount(shape);
  return [
    `plan      ${preview.hash}`,
    `array     ${array}, ${formatShape(shape)} ${profile.name}`,
    `length    ${formatQuantity(preview.seconds, 's')}, ${preview.blocks} blocks, ${preview.windows} column windows, ${preview.samples} samples${preview.plans > 1 ? `, in ${preview.plans} plans` : ''}`,
    `pulses    ${preview.pulses} on ${cells} cells, most ${mostPulses.value} on ${mostPulses.cell}, longest ${formatQuantity(longestPulse.value, 's')} on ${longestPulse.cell}`,
    `energy    ${formatQuantity(preview.joules, 'J')} in all, most ${formatQuantity(mostJoules.value, 'J')} in ${mostJoules.cell} (estimate)`,
    `disturb   ${disturb === null ? 'no cell is held that is not to move' : `${disturb.cell} comes nearest: ${formatQuantity(disturb.volts, 'V', 3)} of the ${formatQuantity(disturb.thresholdVolts, 'V', 3)} that move it`}`,
    `rounding  at most ${formatQuantity(rounding.seconds, 's', 3)} and ${formatQuantity(rounding.volts, 'V', 3)}; ${rounding.clippedWindows} windows clipped`,
    `margins   ${margins.verdict}`,
    ...margins.findings.map((finding) => `          ${finding}`),
    'limits',
    ...preview.quantities.map(({ quantity, value, limitedBy }) => {
      const [what] = PLAN_QUANTITIES[quantity];
      const reached = value === null ? 'at once, as no settling time is given' : formatPlanQuantity(quantity, value);
      return `  ${what}: ${reached}; ${limitedBy}`;
    }),
  ].join('\n');
}
