import { CrossbarError } from '../core/index.js';

/** A board did something else than protocol.md says. */
export class CheckFailed extends CrossbarError {
  override readonly name = 'CheckFailed';
  readonly expected: string;
  readonly got: string;

  constructor(expected: string, got: string) {
    super('acceptance-not-met', `Expected ${expected}, got ${got}.`, { expected, got });
    this.expected = expected;
    this.got = got;
  }
}

/** @throws CheckFailed */
export function mustHold(holds: boolean, expected: string, got: string): void {
  if (!holds) throw new CheckFailed(expected, got);
}

type Plain = number | string | boolean | undefined | readonly (number | string)[];

const inWords = (value: Plain): string => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value));

/**
 * Compares by value.
 *
 * @param what is compared, such as `sequence of the reply`
 * @throws CheckFailed
 */
export function mustBe(what: string, got: Plain, expected: Plain): void {
  mustHold(inWords(got) === inWords(expected), `${what}: ${inWords(expected)}`, inWords(got));
}
