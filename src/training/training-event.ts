import type { CompiledUpdate } from '../pulse/index.js';
import type { UpdateSlopes, WriteReport } from '../verify/index.js';
import type { EpochPoint, SplitResult, TrainingProgress } from './progress.js';
import type { TallyCounts } from './tally.js';

/** What a training tells while it runs, in order. */
export type TrainingEvent =
  | { readonly type: 'calibrated'; readonly layer: number; readonly slopes: UpdateSlopes }
  | { readonly type: 'scaled'; readonly weightRange: number; readonly updateVolts: number }
  | { readonly type: 'initialised'; readonly split: number; readonly layer: number; readonly report: WriteReport }
  | { readonly type: 'first-update'; readonly update: CompiledUpdate }
  | { readonly type: 'epoch'; readonly split: number; readonly point: EpochPoint; readonly tally: TallyCounts }
  | { readonly type: 'checkpoint'; readonly progress: TrainingProgress }
  | { readonly type: 'split'; readonly result: SplitResult };
