import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeError, Demultiplexer, KINDS } from '../../src/protocols/index.js';
import { builtInChip, createTwin } from '../../src/twin/index.js';

// Plays firmware-spec/transcripts against a newly booted twin; protocol.md section 14.4 says how they are read.

const folder = new URL('../../firmware-spec/transcripts/', import.meta.url);

function bytesToSend(step: string): Uint8Array {
  if (step.startsWith('>> ')) return Buffer.from(step.slice(3), 'hex');
  return Buffer.from(`${step.slice(2)}\n`);
}

/** What the board must say: `{}` is any text without comma, semicolon and double quote, `{*}` without double quote. */
function expected(step: string): RegExp {
  const literal = step
    .replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replaceAll('{}', '[^,;"]+')
    .replaceAll('{\\*}', '[^"]+');
  return new RegExp(`^${literal}$`);
}

/** A board that was just switched on; gives what it says to some bytes, as a transcript writes it. */
function boot(): (bytes: Uint8Array) => readonly string[] {
  const chip = builtInChip('silver-chalcogenide');
  const twin = createTwin({ chip, arrays: [{ rows: 3, columns: 2 }], seed: 7 });
  const said: string[] = [];
  const demultiplexer = new Demultiplexer({
    maxBody: 0xffff,
    onLine: (line) => said.push(`< ${line}`),
    onFrame: ({ kind, op, payload }) => {
      const error = decodeError(payload);
      const code = error.ok ? error.value.code : 'undecodable';
      said.push(kind === KINDS.error ? `<< error ${op} ${code}` : `<< kind ${kind} ${op}`);
    },
  });
  twin.onSend = (bytes) => demultiplexer.receive(bytes);
  return (bytes) => {
    said.length = 0;
    twin.receive(bytes);
    return [...said];
  };
}

describe('transcripts', () => {
  const names = readdirSync(folder).toSorted();

  it('are there', () => {
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(name).toMatch(/^[a-z-]+\.txt$/);
  });

  it.each(names)('%s', (name) => {
    const send = boot();
    let waiting: readonly string[] = [];
    const lines = readFileSync(new URL(name, folder), 'utf8').split('\n');
    for (const [index, step] of lines.entries()) {
      if (step === '' || step.startsWith('#')) continue;
      const where = `${name}:${index + 1}`;
      if (step.startsWith('>')) {
        expect(waiting, `${where}: the board said more before`).toEqual([]);
        waiting = send(bytesToSend(step));
      } else {
        const [answer, ...more] = waiting;
        expect({ where, answer }).toEqual({ where, answer: expect.stringMatching(expected(step)) });
        waiting = more;
      }
    }
    expect(waiting, `${name}: the board said more at the end`).toEqual([]);
  });
});
