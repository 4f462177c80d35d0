import { createHash } from 'node:crypto';
import { noStress, planBlocks, type CellStress, type PulsePlan } from '../../core/index.js';
import { encodePlan, planIdOf } from '../../protocols/index.js';
import {
  compileTimeline,
  measurePlan,
  planMargins,
  StressCounter,
  updateTimeline,
  type Compensation,
  type CompileReport,
  type PlanMargins,
  type PlanMeasures,
} from '../../pulse/index.js';
import { compensatedUpdate } from './compensated-update.js';
import type { PlanTarget } from './plan-target.js';
import type { PlanFile } from './read-plan-file.js';

/** A plan fitted to a board, with all that can be said of it before it is run. */
export interface PreparedPlan {
  /** To be run one after the other; nearly always one. */
  readonly plans: readonly PulsePlan[];
  /** What is approved and what runs are the same plan where these are the same. */
  readonly hash: string;
  readonly report: CompileReport;
  readonly measures: readonly PlanMeasures[];
  readonly margins: readonly PlanMargins[];
  /** What was changed for the switches' resistance; undefined where that was not asked for. */
  readonly compensation: Compensation | undefined;
  /** What the cells go through, as ordered. */
  readonly stress: CellStress;
}

/** A compensated update orders more than it wants, so that what is lost of it is no loss. */
function withoutWeak(margins: PlanMargins): PlanMargins {
  const findings = margins.findings.filter(({ verdict }) => verdict !== 'weak');
  return { ...margins, findings, verdict: findings[0]?.verdict ?? 'works' };
}

/** One plan's own id; of several, the hash of theirs. */
function hashOf(plans: readonly PulsePlan[]): string {
  const ids = plans.map((plan) => planIdOf(encodePlan(plan)));
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) return only;
  return createHash('sha256').update(ids.join('')).digest('hex').slice(0, 32);
}

/**
 * Fits a plan file to its target and looks at it from all sides; nothing is sent.
 *
 * @param conductances of the cells, where they are known
 * @param compensate whether volts and windows are to make good for the switches' resistance
 * @throws ConfigError, LimitError: see `compileTimeline`
 */
export function preparePlan(
  file: PlanFile,
  target: PlanTarget,
  conductances?: Float64Array,
  compensate = false,
): PreparedPlan {
  const { shape, limits: scale, analog, profile } = target;
  const compensation = compensate ? compensatedUpdate(file, target, conductances) : undefined;
  const timeline = compensation ? updateTimeline(compensation.update) : file.timeline(shape, profile);
  const { plans, report } = compileTimeline(timeline, target);
  const known = conductances === undefined ? {} : { conductances };
  const circuit = { scale, analog, profile, ...known };
  const targeted = file.targets === undefined ? circuit : { ...circuit, targets: file.targets };
  const stress = noStress(shape);
  const counter = new StressCounter(shape, scale, profile);
  for (const plan of plans) counter.add(plan, stress);
  return {
    plans,
    hash: hashOf(plans),
    report,
    compensation,
    measures: plans.map((plan) => measurePlan(plan, circuit)),
    margins: plans.map((plan) => {
      const margins = planMargins(plan, targeted);
      return compensation ? withoutWeak(margins) : margins;
    }),
    stress,
  };
}

/** Blocks of all plans together. */
export const blocksOf = ({ plans }: PreparedPlan): number => plans.reduce((sum, plan) => sum + planBlocks(plan), 0);
