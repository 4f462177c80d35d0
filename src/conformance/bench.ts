import {
  CrossbarError,
  randomStream,
  type BoardLimits,
  type Clock,
  type PulsePlan,
  type RandomStream,
} from '../core/index.js';
import type { Transport } from '../drivers/index.js';
import type { HelloReply, IdentityDocument, LoadRequest, RecordFields } from '../protocols/index.js';
import { CheckFailed } from './check-failed.js';
import { REPLY_MILLISECONDS, type ProbeHost } from './probe-host.js';
import type { Profile } from './profile.js';
import { encoded, TestPlans, type EncodedPlan } from './test-plans.js';
import type { Transcript } from './transcript.js';

/** What a load request has beside its piece. */
const LOAD_OVERHEAD = 20 + 16 + 4 + 4 + 2;
const PIECE_BYTES = 4096;
/** Longer than any check, shorter than what boards grant at most. */
const LEASE_MILLISECONDS = 10_000;
const SEED = 7;

const notGrounded = (says: string): CrossbarError =>
  new CrossbarError(
    'grounding-failed',
    `The board is not grounded, it says '${says}'. Switch its supply off before touching what is connected.`,
  );

export interface BenchParts {
  readonly host: ProbeHost;
  readonly clock: Clock;
  readonly draw: () => number;
  /** As the first hello found it. */
  readonly hello: HelloReply;
  readonly document: IdentityDocument;
  readonly identityBytes: Uint8Array;
  readonly profile: Profile;
  readonly transcripts: readonly Transcript[];
  /** Opens a board that was just switched on; left out where that cannot be had. */
  readonly openFresh: (() => Promise<Transport>) | undefined;
}

/** A board on the bench: what it says of itself, and how to bring it where a check wants it. */
export class Bench {
  readonly host: ProbeHost;
  readonly clock: Clock;
  readonly draw: () => number;
  readonly hello: HelloReply;
  readonly document: IdentityDocument;
  readonly identityBytes: Uint8Array;
  readonly profile: Profile;
  readonly transcripts: readonly Transcript[];
  readonly openFresh: (() => Promise<Transport>) | undefined;
  readonly plans: TestPlans;

  constructor(parts: BenchParts) {
    this.host = parts.host;
    this.clock = parts.clock;
    this.draw = parts.draw;
    this.hello = parts.hello;
    this.document = parts.document;
    this.identityBytes = parts.identityBytes;
    this.profile = parts.profile;
    this.transcripts = parts.transcripts;
    this.openFresh = parts.openFresh;
    const [shape] = parts.document.arrays;
    if (shape === undefined) throw new CheckFailed('at least one array', 'none');
    this.plans = new TestPlans(parts.document.limits, shape);
  }

  get limits(): BoardLimits {
    return this.document.limits;
  }

  /** Random numbers of a check's own, the same every time. */
  random(name: string): RandomStream {
    return randomStream(SEED, `conformance/${name}`);
  }

  /**
   * To safe, in a session of its own, whatever was before; nothing heard so far matters any more.
   *
   * @throws CrossbarError `grounding-failed` where the board says that it is not grounded
   */
  async begin(): Promise<void> {
    const { host } = this;
    // a line that any board understands in any state and whoever has armed it; the 0x00 ends an unfinished frame
    await host.sendBytes(Buffer.from('\0ABOR\n'), 'ABOR');
    const grounding = await host.line(/^GROUNDED /u, 'the answer to ABOR');
    if (grounding.startsWith('GROUNDED 0')) throw notGrounded(grounding);
    await host.hello();
    await host.said();
  }

  async release(): Promise<void> {
    await this.host.ask('release', {});
  }

  /** Lines may be driven and plans fired under the token that is given back. */
  async arm(leaseMilliseconds = LEASE_MILLISECONDS): Promise<number> {
    await this.release();
    return this.armAgain(leaseMilliseconds);
  }

  async armAgain(leaseMilliseconds = LEASE_MILLISECONDS): Promise<number> {
    const token = this.draw();
    await this.host.ask('arm', { identity: this.hello.identity, leaseMilliseconds, token });
    return token;
  }

  async nextSerial(): Promise<number> {
    return (await this.host.ask('status', {})).lastSerial + 1;
  }

  /** Pieces of a plan, each within the board's largest body. */
  pieces({ bytes, planId }: EncodedPlan): readonly LoadRequest[] {
    const size = Math.max(1, Math.min(PIECE_BYTES, this.hello.maxBody - LOAD_OVERHEAD));
    const total = bytes.length;
    const starts = Array.from({ length: Math.max(1, Math.ceil(total / size)) }, (_, index) => index * size);
    return starts.map((offset) => ({ planId, total, offset, piece: bytes.slice(offset, offset + size) }));
  }

  async load(plan: PulsePlan): Promise<EncodedPlan> {
    const loaded = encoded(plan);
    await this.loadEncoded(loaded);
    return loaded;
  }

  async loadEncoded(plan: EncodedPlan): Promise<void> {
    for (const piece of this.pieces(plan)) await this.host.ask('load', piece);
  }

  /** Loads a plan and fires it under the next serial; the board must be armed. */
  async fire(plan: PulsePlan, token: number): Promise<RecordFields> {
    const { planId } = await this.load(plan);
    return this.fireLoaded(planId, await this.nextSerial(), token, this.patience(plan));
  }

  async fireLoaded(planId: string, serial: number, token: number, milliseconds?: number): Promise<RecordFields> {
    return this.host.ask('fire', { planId, serial, token }, milliseconds);
  }

  /** How long the answer to the firing of a plan may take. */
  patience(plan: PulsePlan): number {
    return REPLY_MILLISECONDS + 1e3 * this.plans.seconds(plan);
  }
}
