import { readdirSync, readFileSync } from 'node:fs';
import {
  allChecks,
  groundBench,
  meetBoard,
  parseTranscript,
  playChecks,
  type CheckResult,
  type Group,
  type Profile,
  type Transcript,
} from '../../src/conformance/index.js';
import type { ByteLink } from '../../src/core/index.js';
import { openInProcessTransport } from '../../src/drivers/index.js';
import {
  builtInChip,
  createTwin,
  type BoardOverrides,
  type ChipDescription,
  type Twin,
  type TwinOptions,
} from '../../src/twin/index.js';
import { HastyClock } from './hasty-clock.js';

const folder = new URL('../../firmware-spec/transcripts/', import.meta.url);

export const transcripts: readonly Transcript[] = readdirSync(folder)
  .toSorted()
  .map((name) => parseTranscript(name.replace(/\.txt$/u, ''), readFileSync(new URL(name, folder), 'utf8')));

/** With everything that a check looks for, and few samples, so that too many are soon there. */
const BOARD: BoardOverrides = { settleTicks: 10, openTicks: 1, maxSamples: 500 };

/** A transistor in every cell. */
export const GATED_CHIP: ChipDescription = {
  ...builtInChip('silver-chalcogenide'),
  transistor: { thresholdVolts: 0.5, siemensPerVolt: 0.01 },
};

export interface Rig {
  readonly profile?: Profile;
  readonly only?: readonly Group[];
  /** Differs from the usual twin in these. */
  readonly twin?: Partial<TwinOptions>;
  /** Put between the twin and the host; a broken firmware. */
  readonly breaking?: (twin: ByteLink) => ByteLink;
  readonly clockless?: boolean;
  /** Whether a board that was just switched on can be had. */
  readonly fresh?: boolean;
}

export interface Played {
  readonly results: readonly CheckResult[];
  readonly grounded: boolean;
  readonly clock: HastyClock;
  /** The one that was played on from the beginning. */
  readonly twin: Twin;
}

/** A twin in real time, on a clock that waits for nobody, and everything played on it. */
export async function played({
  profile,
  only,
  twin: options,
  breaking,
  clockless = false,
  fresh = true,
}: Rig = {}): Promise<Played> {
  const clock = new HastyClock();
  const twins: Twin[] = [];
  const switchOn = (): Twin => {
    const chip = builtInChip('silver-chalcogenide');
    const seed = 3 + twins.length;
    const arrays = [{ rows: 3, columns: 2 }];
    const usual = { chip, arrays, seed, board: BOARD };
    const twin = createTwin({ ...usual, ...(clockless ? {} : { clock, pace: 'real-time' }), ...options });
    twins.push(twin);
    return twin;
  };
  const open = (): ReturnType<typeof openInProcessTransport> => {
    const twin = switchOn();
    return openInProcessTransport(breaking?.(twin) ?? twin, 'twin:', () => twin.close());
  };
  let drawn = 0x1000;
  const draw = (): number => {
    drawn = (Math.imul(drawn, 1_103_515_245) + 12_345) >>> 0;
    return drawn === 0 ? 1 : drawn;
  };
  const transport = open();
  const openFresh = fresh ? () => Promise.resolve(open()) : undefined;
  const bench = await meetBoard({ transport, where: 'twin:', clock, draw, profile, transcripts, openFresh });
  const checks = allChecks(transcripts).filter(({ group }) => only === undefined || only.includes(group));
  try {
    const results = await playChecks(checks, bench, { stopRequested: () => false, report: () => {} });
    const grounded = await groundBench(bench);
    return { results, grounded, clock, twin: twins[0]! };
  } finally {
    await transport.close();
  }
}

export const idsOf = (results: readonly CheckResult[], state: CheckResult['state']): readonly string[] =>
  results.filter((result) => result.state === state).map(({ id }) => id);
