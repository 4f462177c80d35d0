import { errorNameOf, type ErrorFields } from '../../protocols/index.js';
import { findTextCommand } from './text-commands.js';
import type { TextDevice } from './text-device.js';
import { deviceError, SCPI_ERRORS, type QueuedError } from './text-errors.js';
import { resolveHeader } from './text-header.js';
import { parseLine, parseParameters } from './text-line-parser.js';
import { bootedStatus, withError } from './text-status.js';

/** Line feed not included. */
const MAX_LINE_LENGTH = 255;

/**
 * The side of a board for people and terminals. An unknown line is met with silence and an entry in the error queue: a
 * terminal that echoes, or a modem manager's `AT`, must never start a conversation.
 */
export class TextLines {
  readonly #device: TextDevice;
  #status = bootedStatus;

  constructor(device: TextDevice) {
    this.#device = device;
  }

  /** Runs the commands of a line, each whatever became of those before it. @returns its answer, undefined for none */
  answer(line: string): string | undefined {
    let path = '';
    let answer: string | undefined;
    for (const { header, parameters } of parseLine(line)) {
      const [command, nextPath] = resolveHeader(header, path, findTextCommand);
      path = nextPath;
      const said = command === undefined ? this.#fail(SCPI_ERRORS.undefinedHeader) : this.#run(command, parameters);
      if (said === undefined) continue;
      const longer = answer === undefined ? said : `${answer};${said}`;
      if (longer.length > MAX_LINE_LENGTH) this.#fail(SCPI_ERRORS.queryDeadlocked);
      else answer = longer;
    }
    return answer;
  }

  /** A request was refused on the binary side. */
  refused({ code, text }: ErrorFields): void {
    this.#fail(deviceError(code, errorNameOf(code) ?? 'error', text));
  }

  #run(command: NonNullable<ReturnType<typeof findTextCommand>>, parameters: readonly string[]): string | undefined {
    const value = command.heedless ? 0 : parseParameters(parameters, command.range);
    if (typeof value !== 'number') return this.#fail(value.error);
    const [status, said] = command.run(this.#status, value, this.#device);
    this.#status = status;
    return said === undefined ? undefined : String(said);
  }

  #fail(error: QueuedError): undefined {
    this.#status = withError(this.#status, error);
    return undefined;
  }
}
