import { describe, expect, it } from 'vitest';
import { volts, type ByteLink } from '../../src/core/index.js';
import { GROUPS } from '../../src/conformance/index.js';
import {
  decodeError,
  encodeError,
  decodeEvent,
  encodeEvent,
  EVENT_OPS,
  KINDS,
  OPS,
  type Frame,
} from '../../src/protocols/index.js';
import { GATED_CHIP, idsOf, played } from './bench-rig.js';
import * as breakages from './breakages.js';
import { broken, type Breakage } from './broken-link.js';
import * as planBreakages from './plan-breakages.js';
import { late, undriven } from './trace-breakages.js';

// A suite that cannot fail is worth nothing: every firmware here is wrong in one thing, and is found out by the checks
// that are about that thing and by no others.

const { allowing, changing, deafTo, isError, mishearing, saying } = breakages;

const RECORD = {
  serial: 1,
  planId: '0'.repeat(32),
  outcome: 'done',
  verdict: 'none',
  startTick: 1,
  durationTicks: 1,
  blocksDone: 1,
  windowsFired: 0,
  energyPicojoules: 0,
} as const;
const MEASURES = { durationTicks: 2, blocks: 2, windows: 0, outputTicks: 1, samples: 0 };
const READING = { startTick: 1, durationTicks: 1, energyPicojoules: 0, codes: Int32Array.of(0, 0) };
const LIMITS = { maxRowMicrovolts: 1, maxReadMicrovolts: 1, maxBlockTicks: 1, maxOutputTicks: 1, identity: 1 };

/** The code of 0.149963 V, which is the twin's limit for reads. */
const READ_LIMIT_CODE = 2457;
const clamped = (code: number): number => Math.max(-READ_LIMIT_CODE, Math.min(READ_LIMIT_CODE, code));

const isGap = ({ kind }: Frame): boolean => kind === KINDS.gap;
const isProbe = ({ kind }: Frame): boolean => kind === KINDS.acknowledgement;

function withoutNonce(frame: Frame): readonly Frame[] {
  const error = decodeError(frame.payload);
  return error.ok ? [{ ...frame, payload: encodeError({ ...error.value, measured: 0 }) }] : [frame];
}

function startedLate(frame: Frame): readonly Frame[] {
  const event = decodeEvent(frame.op, frame.payload);
  if (!event.ok) return [frame];
  const { serial, startTick } = event.value.fields;
  return [{ ...frame, payload: encodeEvent('started', { serial, startTick: startTick + 1 }) }];
}

/** Bad cables are as good as each other: one that finds it is enough. */
const FAULTS = 'faults';
const foundBy = (ids: readonly string[]): readonly string[] => [
  ...new Set(ids.map((id) => (id.startsWith(`${FAULTS}.`) ? FAULTS : id))),
];

const FIRMWARES: readonly (readonly [wrong: string, breakage: () => Breakage, failing: readonly string[]])[] = [
  // link
  ['answers frames before hello', breakages.speakingUnasked, ['link.silent-before-hello']],
  [
    'answers some requests twice',
    () =>
      saying(
        (frame) => frame.op === OPS.record && isError(frame, 'no-record'),
        (frame) => [frame, frame],
      ),
    ['link.one-answer'],
  ],
  [
    'does not tell strangers its boot nonce',
    () => saying((frame) => isError(frame, 'wrong-session'), withoutNonce),
    ['link.silent-before-hello', 'link.wrong-session'],
  ],
  ['ignores gaps', () => deafTo(isGap), ['link.gap-from-host']],
  ['tells no gaps', () => saying(isGap, () => []), ['link.gap-told-once', 'link.damaged-frame']],
  [
    'tells every gap twice',
    () => saying(isGap, (frame) => [frame, frame]),
    ['link.gap-told-once', 'link.damaged-frame'],
  ],
  ['ignores probes', () => deafTo(isProbe), ['link.probe', 'safety.heard-while-running', FAULTS]],
  [
    'ignores what it has heard before',
    breakages.deafToRepeats,
    ['link.repeated-request', 'link.repeated-old-request', 'link.repeated-earlier-request', FAULTS],
  ],
  ['lets another host in', breakages.hospitable, ['link.busy']],
  [
    'stays armed for a new host, as it says',
    () => changing('hello', ({ state }) => ({ state: state === 'idle' ? 'armed' : state })),
    ['link.hello-fences'],
  ],
  // resources
  [
    'understands only what comes in one piece',
    () => ({ loses: (bytes) => bytes.at(-1) !== 0 && bytes.at(-1) !== 0x0a }),
    ['resources.split-frames', 'resources.noise'],
  ],
  [
    'promises longer bodies than it takes',
    () => changing('hello', ({ maxBody }) => ({ maxBody: maxBody + 1 })),
    ['resources.largest-body'],
  ],
  // plans
  [
    'says of every load that all is there',
    () => changing('load', () => ({ received: 1000 })),
    ['plans.load-in-pieces', 'plans.load-contradiction'],
  ],
  ['counts no windows', () => changing('check', () => ({ windows: 0 })), ['plans.check', 'plans.forms']],
  [
    'takes reads above the limit',
    () => mishearing('read', ({ codes }) => ({ codes: codes.map(clamped) })),
    ['plans.read-voltage'],
  ],
  [
    'finds lines above the limit good',
    () => allowing('row-voltage', 'check', MEASURES),
    ['plans.row-voltage', 'plans.column-voltage'],
  ],
  [
    'finds driven columns above the limit good',
    () => planBreakages.blindToColumns('row-voltage', MEASURES),
    ['plans.column-voltage'],
  ],
  [
    'fires lines above the limit',
    () => allowing('row-voltage', 'fire', RECORD),
    ['plans.row-voltage', 'plans.column-voltage', 'plans.fire-order'],
  ],
  [
    'counts no column when it adds up how long outputs are on',
    () => planBreakages.blindToColumns('output-too-long', MEASURES),
    ['plans.output-time'],
  ],
  ['reads plans only as this host writes them', planBreakages.particular, ['plans.forms']],
  ['believes every number of a vector', () => planBreakages.trustful(MEASURES, 'bad-vector'), ['plans.vector-index']],
  [
    'believes every length, version and reference',
    () => planBreakages.trustful(MEASURES, 'wrong-length', 'unknown-version', 'bad-reference', 'bad-padding'),
    ['plans.malformed'],
  ],
  ['counts no samples', () => changing('check', () => ({ samples: 0 })), ['plans.check']],
  [
    'samples one more than there are',
    () => changing('samples', ({ total }) => ({ total: total + 1 })),
    ['plans.samples', 'plans.samples-as-read', 'plans.samples-kept', 'plans.samples-in-order'],
  ],
  [
    'samples something else than it reads',
    () => changing('samples', ({ codes }) => ({ codes: codes.map((code) => code + 9) })),
    ['plans.samples-as-read'],
  ],
  [
    'samples its lines the other way round',
    () => changing('samples', ({ codes }) => ({ codes: codes.toReversed() })),
    ['plans.samples', 'plans.samples-as-read'],
  ],
  [
    'has samples of plans it did not fire',
    () => allowing('no-record', 'samples', { total: 0, codes: new Int32Array(0) }),
    ['plans.samples-kept'],
  ],
  ['forgets its samples with its arming', planBreakages.forgetful, ['plans.samples-kept']],
  ['has samples out of turn', planBreakages.hasty, ['plans.samples-in-order']],
  ...(
    [
      ['bad-array', 'plans.array'],
      ['block-too-long', 'plans.block-length'],
      ['output-too-long', 'plans.output-time'],
      ['plan-corrupt', 'plans.not-a-plan', 'plans.malformed', 'plans.vector-index'],
      ['guard', 'plans.guard'],
      ['not-able', 'plans.not-able'],
      ['sample-time', 'plans.sample-time'],
      ['too-many-samples', 'plans.too-many-samples'],
      ['reference-voltage', 'plans.reference'],
    ] as const
  ).map(
    ([error, ...ids]) => [`finds nothing wrong with ${error}`, () => allowing(error, 'check', MEASURES), ids] as const,
  ),
  ['takes corrupt plans', () => allowing('plan-corrupt', 'load', { received: 1 }), ['plans.load-corrupt']],
  ['takes endless plans', () => allowing('plan-too-large', 'load', { received: 1 }), ['plans.load-too-large']],
  [
    'gives the record of another plan',
    () => allowing('serial-of-other-plan', 'fire', RECORD),
    ['plans.fire-other-plan'],
  ],
  ['leaves out serials', () => allowing('serial-gap', 'fire', RECORD), ['plans.fire-other-plan', 'plans.fire-order']],
  ['fires windows longer than a block', () => allowing('window-too-long', 'fire', RECORD), ['plans.window-length']],
  ['fires a serial again', breakages.firingAgain, ['plans.fire-again']],
  [
    'keeps another record than it answered',
    () => changing('record', () => ({ windowsFired: 0 })),
    ['plans.fire', 'plans.records-kept', FAULTS],
  ],
  ['moves what it reads', breakages.disturbing, ['plans.samples-as-read', 'plans.reads-move-nothing']],
  ['arms without looking at the identity document', breakages.incurious, ['plans.arm', 'plans.fire-in-one-go']],
  // safety
  [
    'reads in safe',
    () => allowing('not-released', 'read', READING),
    ['safety.locked-in-safe', 'safety.ground-ends-waiting'],
  ],
  [
    'does after a ground what was sent before it',
    () => allowing('not-released', 'release', { state: 'idle' }),
    ['safety.ground-ends-waiting'],
  ],
  ['keeps a token after ground', () => breakages.keepingToken('ground'), ['safety.token-void-after-ground']],
  ['keeps a token after ABOR', () => breakages.keepingToken('ABOR'), ['safety.token-void-after-abort']],
  ['keeps a token after hello', () => breakages.keepingToken('hello'), ['safety.token-void-after-hello']],
  ['keeps a token after the next', () => breakages.keepingToken('arm'), ['safety.token-replaced']],
  ['never ends a lease', breakages.timeless, ['link.busy', 'safety.lease-ends', 'safety.lease-stops-plan']],
  [
    'reconciles what was not cut off',
    () => allowing('nothing-to-reconcile', 'reconcile', RECORD),
    ['safety.nothing-to-reconcile'],
  ],
  [
    'does not say when it was grounded',
    () => changing('status', () => ({ groundedTicks: 0 })),
    ['safety.grounding-proof', 'safety.lease-ends'],
  ],
  ['raises its limits', () => allowing('limit-raise', 'lower', LIMITS), ['safety.limits-stay-low']],
  ['gives keys to no fault', () => changing('clear', () => ({ key: 9 })), ['safety.nothing-to-clear']],
  [
    'grants leases of any length',
    () => changing('arm', () => ({ leaseMilliseconds: 20_000 })),
    ['plans.arm', 'safety.lease-bounded'],
  ],
  [
    'says that a stopped plan was done',
    () => changing('fire', () => ({ outcome: 'done' as const })),
    ['safety.ground-stops-plan', 'safety.abort-stops-plan', 'safety.lease-stops-plan'],
  ],
  // timing
  [
    'has a clock that stands still',
    () => changing('status', () => ({ boardTicks: 0 })),
    ['safety.grounding-proof', 'timing.clock'],
  ],
  ['tells a start late', () => saying(({ op }) => op === EVENT_OPS.started, startedLate), ['timing.duration']],
  ['drives no column', () => changing('trace', ({ edges }) => ({ edges: undriven(edges) })), ['timing.edges']],
  ['makes its edges late', () => changing('trace', ({ edges }) => ({ edges: late(edges) })), ['timing.edges']],
];

/** What the transcripts hold a board to is theirs; they find some of these firmwares as well. */
const only = GROUPS.filter((group) => group !== 'transcripts');

describe('a firmware that', () => {
  it.each(FIRMWARES)('%s', async (_, breakage, failing) => {
    const { results } = await played({ only, breaking: (twin) => broken(twin, breakage()) });
    expect(foundBy(idsOf(results, 'failed'))).toEqual(failing);
  });

  it('finds gates above the limit good', async () => {
    const breaking = (board: ByteLink): ByteLink => broken(board, allowing('gate-voltage', 'check', MEASURES));
    const twin = { chip: GATED_CHIP, board: { maxGateVolts: volts(2) } };
    const { results } = await played({ only: ['plans'], twin, breaking });
    expect(idsOf(results, 'failed')).toEqual(['plans.gate-voltage']);
  });

  it('answers what it does not know', async () => {
    const line = (text: string): string | undefined => (text === 'AT' ? 'OK' : undefined);
    const { results } = await played({ only: ['transcripts'], breaking: (twin) => broken(twin, { line }) });
    expect(idsOf(results, 'failed')).toEqual(['transcripts.silence']);
    expect(results.find(({ state }) => state === 'failed')).toMatchObject({
      got: "'< OK'",
      wire: expect.arrayContaining(['> AT', '< OK']) as string[],
    });
  });

  it('does not ground is played no further', async () => {
    const line = (text: string): string | undefined => (text === 'ABOR' ? 'GROUNDED 0 300000 7' : undefined);
    const playing = played({ only: ['timing'], breaking: (twin) => broken(twin, { line }) });
    await expect(playing).rejects.toMatchObject({ code: 'grounding-failed' });
  });
});
