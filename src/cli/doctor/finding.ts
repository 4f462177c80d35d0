import { asCrossbarError, type CrossbarErrorCode } from '../../core/index.js';

/** What one check found. `n/a` is a check that has no meaning for this board. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail' | 'n/a';
  /** With its units, and what to do where something is to be done. */
  readonly says: string;
  /** Of a failure. */
  readonly code?: CrossbarErrorCode;
  /** The numbers behind it, SI units or the unit in the name. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export type Report = (finding: Finding) => void;

/** What a check gives; undefined where it failed, which is then reported with the error's own words. */
export async function attempt<Value>(
  check: string,
  report: Report,
  act: () => Value | Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await act();
  } catch (error) {
    const { code, message } = asCrossbarError(error, 'link-lost', `The check '${check}' failed`);
    report({ check, state: 'fail', says: message, code });
    return undefined;
  }
}
