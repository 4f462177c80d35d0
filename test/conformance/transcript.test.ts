import { describe, expect, it } from 'vitest';
import { parseTranscript, playTranscript, transcribeFrame } from '../../src/conformance/index.js';
import { KINDS, OPS } from '../../src/protocols/index.js';

const TEXT = `# a remark
> *IDN?
< {},{*}

>> 00ff
<< error 1 103
`;

/** Says these things one after the other; gives back what it was sent. */
async function playedAgainst(answers: readonly string[]): Promise<string[]> {
  const sent: string[] = [];
  const left = [...answers];
  await playTranscript(parseTranscript('test', TEXT), {
    send: async (bytes) => void sent.push(Buffer.from(bytes).toString('latin1')),
    next: async () => left.shift() ?? 'nothing',
  });
  return sent;
}

describe('a transcript', () => {
  it('is sent and expected step by step', async () => {
    expect(await playedAgainst(['< a b,c,d;e', '<< error 1 103'])).toEqual(['*IDN?\n', '\0\u00ff']);
  });

  it('tells the line of the first difference', async () => {
    await expect(playedAgainst(['< a"b,c', ''])).rejects.toMatchObject({
      expected: "'< {},{*}' at test.txt:3",
      got: `'< a"b,c'`,
    });
    await expect(playedAgainst(['< a,b', '<< error 1 104'])).rejects.toMatchObject({
      expected: "'<< error 1 103' at test.txt:6",
    });
  });

  it('writes frames by kind and op', () => {
    const header = { dictionary: 0, session: 0, sequence: 0, acknowledged: 0, request: 1 };
    const reply = { ...header, kind: KINDS.reply, op: OPS.hello, payload: new Uint8Array(0) };
    expect(transcribeFrame(reply)).toBe('<< kind 1 1');
    expect(transcribeFrame({ ...reply, kind: KINDS.error })).toBe('<< error 1 undecodable');
  });

  it('needs a board that was just switched on where it sends bytes or sees the power-on bit', () => {
    expect(parseTranscript('test', TEXT).needsFreshBoard).toBe(true);
    expect(parseTranscript('test', '> *ESR?\n< 128\n').needsFreshBoard).toBe(true);
    expect(parseTranscript('test', '> *ESR?\n< 0\n').needsFreshBoard).toBe(false);
  });
});
