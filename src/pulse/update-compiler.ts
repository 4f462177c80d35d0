import { PlanLimitCheck, type Crossbar, type DeviceProfile, type RandomStream } from '../core/index.js';
import { openGateCode, writeUpdate, type CompiledUpdate } from './compile-update.js';
import { encodeQuarterPeriods, updateRoom, type QuarterPeriodScale, type UpdateRoom } from './quarter-period.js';
import { assertNoSneakDisturb } from './sneak-path.js';
import { UpdatePlan } from './update-plan.js';

/** Beside what a board holds: one that waits for a place there, and one that is being made. */
const NOT_ON_THE_BOARD = 2;

interface Slot {
  readonly memory: UpdatePlan;
  /** What is given out; written again with the memory. */
  compiled: { -readonly [Key in keyof CompiledUpdate]: CompiledUpdate[Key] } | undefined;
}

/**
 * {@link planUpdate} for a stream of updates of one array, in memory that is used again: in the steady state nothing is
 * allocated.
 *
 * A plan is the caller's until `plans` more have been made, and is written over then. Whoever keeps one for longer copies it.
 */
export class UpdateCompiler {
  readonly #crossbar: Pick<Crossbar, 'array' | 'shape' | 'limits'>;
  readonly #profile: DeviceProfile;
  readonly #update: UpdateRoom;
  readonly #check: PlanLimitCheck;
  readonly #slots: readonly Slot[];
  #next = 0;

  /** @param plans how many live at once; by default those that the board holds and two */
  constructor(
    crossbar: Pick<Crossbar, 'array' | 'shape' | 'limits'>,
    profile: DeviceProfile,
    plans = crossbar.limits.maxPlans + NOT_ON_THE_BOARD,
  ) {
    const { array, shape, limits } = crossbar;
    const gateCode = openGateCode(limits);
    this.#crossbar = crossbar;
    this.#profile = profile;
    this.#update = updateRoom(shape.rows, shape.columns);
    this.#check = new PlanLimitCheck(shape, limits);
    this.#slots = Array.from({ length: plans }, () => ({
      memory: new UpdatePlan(array, shape, gateCode),
      compiled: undefined,
    }));
  }

  /**
   * As {@link planUpdate}: the plan has passed every limit the host knows.
   *
   * @param inputs x, one for each row of the array
   * @param errors y, one for each column of the array
   * @throws LimitError, ConfigError; nothing has been sent then
   */
  plan(inputs: Float64Array, errors: Float64Array, scale: QuarterPeriodScale, dither?: RandomStream): CompiledUpdate {
    const { limits } = this.#crossbar;
    const update = encodeQuarterPeriods(inputs, errors, scale, this.#update);
    assertNoSneakDisturb(update, this.#profile, limits.referenceSiemens);
    const slot = this.#slots[this.#next]!;
    const clippedWindows = writeUpdate(update, limits, dither, slot.memory);
    const { plan } = slot.memory;
    this.#check.check(plan);
    this.#next = (this.#next + 1) % this.#slots.length;
    const compiled = (slot.compiled ??= { plan, clippedWindows });
    compiled.plan = plan;
    compiled.clippedWindows = clippedWindows;
    return compiled;
  }
}
