import type { Bench } from './bench.js';
import type { Check } from './check.js';
import { mustSayNothing } from './heard.js';
import { ProbeHost } from './probe-host.js';
import { SECTIONS } from './sections.js';
import { playTranscript, transcribeFrame, type Transcript } from './transcript.js';

async function play(host: ProbeHost, transcript: Transcript): Promise<void> {
  await playTranscript(transcript, {
    send: (bytes) => host.sendBytes(bytes),
    async next(expected) {
      const heard = await host.next(expected);
      return heard.type === 'line' ? `< ${heard.line}` : transcribeFrame(heard.frame);
    },
  });
  await mustSayNothing(host, `the end of ${transcript.name}.txt`);
}

/** Against a board that was just switched on where that can be had; else one whose registers are as they were then. */
async function playOnBench(bench: Bench, transcript: Transcript): Promise<void> {
  const { host, clock, draw, openFresh } = bench;
  if (openFresh !== undefined) {
    const transport = await openFresh();
    try {
      await play(new ProbeHost(transport, { clock, draw, log: host.log }), transcript);
    } finally {
      await transport.close();
    }
    return;
  }
  await host.sendLine('*CLS;*ESE 0;*SRE 0');
  await play(host, transcript);
}

export const transcriptChecks = (transcripts: readonly Transcript[]): readonly Check[] =>
  transcripts.map((transcript) => ({
    id: `transcripts.${transcript.name}`,
    group: 'transcripts',
    section: SECTIONS.transcripts,
    title: `transcripts/${transcript.name}.txt is answered word for word`,
    ...(transcript.needsFreshBoard ? { needs: ['fresh-board' as const] } : {}),
    run: (bench) => playOnBench(bench, transcript),
  }));
