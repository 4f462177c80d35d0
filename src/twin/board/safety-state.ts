import type { CauseName, ErrorName, StateName } from '../../protocols/index.js';

/** Something is wrong with the board itself, until a person has seen to it. */
export type FaultCause = Exclude<CauseName, 'boot' | 'ground' | 'abort' | 'lease'>;

/** What the outputs may be used for, and why (protocol.md, section 7). Pure: {@link nextSafetyState} moves it. */
export interface SafetyState {
  readonly state: StateName;
  /** Why it is in safe or fault; the latest cause in other states. */
  readonly cause: CauseName;
  /** What plans are fired under; 0 for none. */
  readonly token: number;
  /** What the fault can be cleared with; 0 until it was asked for. */
  readonly key: number;
  /** A plan was cut off and nobody has read its cells. */
  readonly unreconciled: boolean;
}

export type SafetyInput =
  | { readonly type: 'booted'; readonly unreconciled: boolean }
  | { readonly type: 'release' }
  | { readonly type: 'read' }
  | { readonly type: 'lower' }
  | { readonly type: 'arm'; readonly token: number }
  /** Asks for leave only; `started` follows when the intent is written. */
  | { readonly type: 'fire'; readonly token: number }
  | { readonly type: 'started' }
  | { readonly type: 'over' }
  /** The plan is over and its record could not be written. */
  | { readonly type: 'record-lost' }
  | { readonly type: 'ground'; readonly cause: 'ground' | 'abort' }
  | { readonly type: 'lease-over' }
  | { readonly type: 'new-session' }
  | { readonly type: 'trip'; readonly cause: FaultCause }
  /** `fresh` is a new key, for where one is asked for. */
  | { readonly type: 'clear'; readonly key: number; readonly fresh: number; readonly causeRemains: boolean }
  | { readonly type: 'reconcile' };

export type SafetyEffect =
  | { readonly type: 'refuse'; readonly error: ErrorName }
  /** Switches open, rows to 0 V, read back. */
  | { readonly type: 'ground-outputs' }
  | { readonly type: 'stop-plan' }
  | { readonly type: 'end-lease' };

type Step = readonly [SafetyState, readonly SafetyEffect[]];

const NOTHING: readonly SafetyEffect[] = [];
const GROUND: SafetyEffect = { type: 'ground-outputs' };
const STOP: SafetyEffect = { type: 'stop-plan' };
const END_LEASE: SafetyEffect = { type: 'end-lease' };

export const switchedOn: SafetyState = { state: 'boot', cause: 'boot', token: 0, key: 0, unreconciled: false };

/** Why lines may not be driven in a state. */
const LOCKED: Partial<Record<StateName, ErrorName>> = { boot: 'not-released', safe: 'not-released', fault: 'faulted' };
/** Why plans may not be fired in it, nor prepared. */
const UNFIT: Partial<Record<StateName, ErrorName>> = {
  ...LOCKED,
  indeterminate: 'unreconciled',
  running: 'wrong-state',
};

const refuse = (safety: SafetyState, error: ErrorName): Step => [safety, [{ type: 'refuse', error }]];

/** Stays as it is where there is nothing against it. */
const permit = (safety: SafetyState, error: ErrorName | undefined): Step =>
  error === undefined ? [safety, NOTHING] : refuse(safety, error);

/** Takes the outputs from whatever used them. The outputs come first, what became of the plan is written down after. */
function lock(safety: SafetyState, to: Partial<SafetyState>): Step {
  const { state } = safety;
  const ending = state === 'running' ? [STOP, END_LEASE] : state === 'armed' ? [END_LEASE] : NOTHING;
  return [{ ...safety, token: 0, ...to }, [GROUND, ...ending]];
}

function ground(safety: SafetyState, cause: 'ground' | 'abort' | 'lease'): Step {
  const { state } = safety;
  if (state === 'fault') return lock(safety, {});
  return lock(safety, { state: state === 'indeterminate' ? state : 'safe', cause });
}

function release(safety: SafetyState): Step {
  const { state } = safety;
  if (state === 'fault') return refuse(safety, 'faulted');
  if (state === 'indeterminate') return refuse(safety, 'unreconciled');
  return [state === 'safe' ? { ...safety, state: 'idle' } : safety, NOTHING];
}

function fire(safety: SafetyState, token: number): Step {
  const armed = safety.state === 'armed' && token !== 0 && token === safety.token;
  return permit(safety, UNFIT[safety.state] ?? (armed ? undefined : 'not-armed'));
}

function newSession(safety: SafetyState): Step {
  const next = { ...safety, token: 0, key: 0 };
  // a running plan runs on
  return safety.state === 'armed' ? [{ ...next, state: 'idle' }, [END_LEASE]] : [next, NOTHING];
}

function over(safety: SafetyState): Step {
  if (safety.state !== 'running') return [safety, NOTHING];
  return safety.token === 0 ? [{ ...safety, state: 'idle' }, [END_LEASE]] : [{ ...safety, state: 'armed' }, NOTHING];
}

function clear(safety: SafetyState, { key, fresh, causeRemains }: Extract<SafetyInput, { type: 'clear' }>): Step {
  if (safety.state !== 'fault') return [safety, NOTHING];
  if (key === 0) return [{ ...safety, key: fresh }, NOTHING];
  if (key !== safety.key) return refuse(safety, 'bad-payload');
  if (causeRemains) return refuse(safety, 'cause-remains');
  return [{ ...safety, state: safety.unreconciled ? 'indeterminate' : 'safe', key: 0 }, NOTHING];
}

export function nextSafetyState(safety: SafetyState, input: SafetyInput): Step {
  const { state } = safety;
  switch (input.type) {
    case 'booted': {
      const { unreconciled } = input;
      return lock(safety, { state: unreconciled ? 'indeterminate' : 'safe', cause: 'boot', unreconciled });
    }
    case 'release':
      return release(safety);
    case 'read':
      return permit(safety, LOCKED[state]);
    case 'lower':
      return permit(safety, state === 'safe' || state === 'idle' ? undefined : 'wrong-state');
    case 'arm': {
      const error = UNFIT[state];
      if (error !== undefined) return refuse(safety, error);
      return [{ ...safety, state: 'armed', token: input.token }, NOTHING];
    }
    case 'fire':
      return fire(safety, input.token);
    case 'started':
      return [{ ...safety, state: 'running' }, NOTHING];
    case 'over':
      return over(safety);
    case 'record-lost': {
      const [locked] = lock(safety, { unreconciled: true, state: state === 'fault' ? state : 'indeterminate' });
      return [locked, [GROUND, END_LEASE]];
    }
    case 'ground':
      return ground(safety, input.cause);
    case 'lease-over':
      return state === 'armed' || state === 'running' ? ground(safety, 'lease') : [safety, NOTHING];
    case 'new-session':
      return newSession(safety);
    case 'trip':
      return lock(safety, { state: 'fault', cause: input.cause, key: 0 });
    case 'clear':
      return clear(safety, input);
    case 'reconcile':
      break;
  }
  if (state === 'fault') return refuse(safety, 'faulted');
  if (state !== 'indeterminate') return refuse(safety, 'nothing-to-reconcile');
  return [{ ...safety, state: 'safe', unreconciled: false }, NOTHING];
}
