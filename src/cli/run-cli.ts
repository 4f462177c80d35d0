import yargs, { type Argv } from 'yargs';
import { CrossbarError } from '../core/index.js';
import type { AnyCommand } from './command.js';
import { commands } from './commands/index.js';
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes.js';
import { toolVersion } from './package-root.js';
import type { Terminal } from './terminal.js';

/** A mistake on the command line, told by yargs. */
class UsageMistake extends CrossbarError {
  constructor(message: string) {
    super('bad-argument', message);
  }
}

/** `twin serve` and `runs show` stand under their first word; `train [recipe]` stands alone. */
const isNested = ({ usage }: AnyCommand): boolean => /^\S+ [a-z]/u.test(usage);

const firstWord = ({ usage }: AnyCommand): string => usage.split(' ')[0] ?? usage;

type Run = (command: AnyCommand, args: unknown) => Promise<void>;

/** A flag that takes a value and was given none must not quietly mean its default. */
const withValues = (options: AnyCommand['options']): AnyCommand['options'] =>
  Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      option.type === 'boolean' ? option : { requiresArg: true, ...option },
    ]),
  );

function addCommand(parser: Argv, command: AnyCommand, usage: string, run: Run): Argv {
  return parser.command(
    usage,
    command.summary,
    (builder) => {
      let built: Argv = builder;
      for (const [key, positional] of Object.entries(command.positionals)) built = built.positional(key, positional);
      for (const [line, does] of command.examples) built = built.example(line, does);
      return built.options(withValues(command.options));
    },
    (args) => run(command, args),
  );
}

function addGroup(parser: Argv, word: string, group: readonly AnyCommand[], run: Run): Argv {
  const which = group.map(({ usage }) => usage).join(', ');
  return parser.command(word, which, (builder) => {
    let built: Argv = builder;
    for (const command of group) built = addCommand(built, command, command.usage.slice(word.length + 1), run);
    return built.demandCommand(1, `Say which: ${which}.`).strict();
  });
}

/**
 * Parses a command line and runs its command.
 *
 * @param args without the interpreter and the program
 * @returns the exit code; every error has been told in a line or two by then
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const run = async (command: AnyCommand, parsed: unknown): Promise<void> => {
    code = await command.run(parsed as never, terminal);
  };
  let parser: Argv = yargs([])
    .scriptName('quarterwave')
    .usage('$0 <command>: hardware-in-the-loop control of memristor crossbars')
    .option('debug', { type: 'boolean', default: false, describe: 'show the stack of an error' })
    .version(toolVersion())
    .exitProcess(false)
    .wrap(Math.min(terminal.columns, 110))
    .strict()
    .demandCommand(1, 'Say what to do, such as: quarterwave train iris')
    .recommendCommands()
    .epilogue(
      'Exit codes: 0 ok, 2 usage, 3 no board, 4 link lost, 5 limit, 6 not accepted, 7 in doubt, 130 interrupted.',
    )
    .fail((message: string | null, error: Error | undefined) => {
      if (error !== undefined && error.name !== 'YError') throw error;
      throw new UsageMistake(`${message?.replace(/\.?$/u, '.') ?? 'Not understood.'} See quarterwave --help.`);
    });
  for (const command of commands.filter((command) => !isNested(command))) {
    parser = addCommand(parser, command, command.usage, run);
  }
  const nested = commands.filter(isNested);
  for (const word of new Set(nested.map(firstWord))) {
    const group = nested.filter((command) => firstWord(command) === word);
    parser = addGroup(parser, word, group, run);
  }
  try {
    await parser.parseAsync([...args]);
  } catch (error) {
    return told(error, args.includes('--debug'), terminal);
  }
  return code;
}

/** An error as its user sees it: what, where, what to do. */
function told(error: unknown, debug: boolean, terminal: Terminal): ExitCode {
  const known = error instanceof CrossbarError;
  const message = error instanceof Error ? error.message : String(error);
  terminal.say(
    known ? `error: ${message}` : `internal error: ${message}. Run again with --debug and report what it shows.`,
  );
  if (debug && error instanceof Error) terminal.say(String(error.stack));
  if (error instanceof CrossbarError) return exitCodeOf(error.code);
  return EXIT.failed;
}
