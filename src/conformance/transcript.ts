import { decodeError, KINDS, type Frame } from '../protocols/index.js';
import { CheckFailed } from './check-failed.js';

/** One line of a transcript that says something; protocol.md 14.4 has the format. */
export type TranscriptStep =
  | { readonly line: number; readonly type: 'send'; readonly bytes: Uint8Array }
  | { readonly line: number; readonly type: 'expect'; readonly text: string; readonly pattern: RegExp };

/** A conversation to play against a board. */
export interface Transcript {
  /** Of its file, without the ending. */
  readonly name: string;
  readonly steps: readonly TranscriptStep[];
  /**
   * Whether it can be played only against a board that was just switched on: it sends frames, whose answers depend on
   * the session there is, or sees that the board was switched on.
   */
  readonly needsFreshBoard: boolean;
}

/** Begins what is sent as bytes, in hexadecimal. */
const BYTES = '>> ';
/** The event register once after being switched on. */
const POWER_ON = '< 128';

/** What plays the board's part. */
export interface TranscriptPartner {
  send(bytes: Uint8Array): Promise<void>;
  /** The next thing the board says, as a transcript writes it: `< 1` or `<< error 1 103`. */
  next(expected: string): Promise<string>;
}

/** `{}` is any text without comma, semicolon and double quote, `{*}` any without double quote; neither empty. */
function patternOf(text: string): RegExp {
  const literal = text
    .replaceAll(/[.*+?^$()|[\]\\]/gu, String.raw`\$&`)
    .replaceAll('{}', '[^,;"]+')
    .replaceAll(String.raw`{\*}`, '[^"]+');
  return new RegExp(`^${literal}$`, 'u');
}

function stepOf(text: string, index: number): TranscriptStep | undefined {
  const line = index + 1;
  if (text === '' || text.startsWith('#')) return undefined;
  if (text.startsWith(BYTES)) return { line, type: 'send', bytes: Buffer.from(text.slice(BYTES.length), 'hex') };
  if (text.startsWith('> ')) return { line, type: 'send', bytes: Buffer.from(`${text.slice(2)}\n`) };
  return { line, type: 'expect', text, pattern: patternOf(text) };
}

export function parseTranscript(name: string, text: string): Transcript {
  const lines = text.split('\n');
  const steps = lines.map(stepOf).filter((step) => step !== undefined);
  return { name, steps, needsFreshBoard: lines.some((line) => line.startsWith(BYTES) || line === POWER_ON) };
}

/** A frame of a board as a transcript writes it. */
export function transcribeFrame({ kind, op, payload }: Frame): string {
  if (kind !== KINDS.error) return `<< kind ${kind} ${op}`;
  const error = decodeError(payload);
  return `<< error ${op} ${error.ok ? error.value.code : 'undecodable'}`;
}

/**
 * Plays a transcript. What the board says too much is found at the next thing it should have said; the partner looks for
 * what it says after the last.
 *
 * @throws CheckFailed at the first difference, with the line of the transcript
 */
export async function playTranscript({ name, steps }: Transcript, partner: TranscriptPartner): Promise<void> {
  for (const step of steps) {
    if (step.type === 'send') {
      await partner.send(step.bytes);
      continue;
    }
    const where = `'${step.text}' at ${name}.txt:${step.line}`;
    const said = await partner.next(where);
    if (!step.pattern.test(said)) throw new CheckFailed(where, `'${said}'`);
  }
}
