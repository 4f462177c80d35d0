import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';

type OptionTable = Record<string, Options>;
type PositionalTable = Record<string, PositionalOptions>;

/** A command as data: what yargs needs to parse it, and what to run. */
export interface Command<
  Positionals extends PositionalTable = PositionalTable,
  Flags extends OptionTable = OptionTable,
> {
  /** As yargs writes it: `train [recipe]`, `twin serve`. */
  readonly usage: string;
  readonly summary: string;
  /** Command lines with what they do. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  readonly positionals: Positionals;
  readonly options: Flags;
  readonly run: (args: InferredOptionTypes<Positionals & Flags>, terminal: Terminal) => Promise<ExitCode>;
}

/** Gives a command its types from its own tables. */
export const defineCommand = <const Positionals extends PositionalTable, const Flags extends OptionTable>(
  command: Command<Positionals, Flags>,
): Command<Positionals, Flags> => command;

/** A command with its own types forgotten, as the list of all commands holds it. */
export interface AnyCommand extends Omit<Command, 'run'> {
  readonly run: (args: never, terminal: Terminal) => Promise<ExitCode>;
}
