import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOfBlocks, systemClock, volts, windowsFromStart, type Board, type ByteLink } from '../../src/core/index.js';
import {
  BoardClient,
  openBoard,
  openInProcessTransport,
  RecordingFile,
  recordTransport,
  ReplayBoard,
} from '../../src/drivers/index.js';
import { parseRecording, type Recording } from '../../src/drivers/recording-reader.js';
import { builtInChip, createTwin } from '../../src/twin/index.js';
import { scratchFolder } from '../cli/scratch-folder.js';
import { babbling } from '../mocks/board-behaviours.js';
import { ScriptedBoard } from '../mocks/scripted-board.js';
import { noncesFrom } from '../mocks/nonces.js';

const folder = scratchFolder();
let files = 0;

const twin = (): ByteLink =>
  createTwin({ chip: builtInChip('silver-chalcogenide'), arrays: [{ rows: 3, columns: 4 }], seed: 3 });

/** Reads both ways and fires a plan twice. */
async function work(board: Board, readVolts = volts(0.1)): Promise<unknown> {
  const [crossbar] = board.crossbars;
  const { rows, columns } = crossbar!.shape;
  const block = {
    ticks: 250,
    rows: new Int32Array(rows).fill(3000),
    windows: windowsFromStart(new Uint32Array(columns).fill(50)),
  };
  const plan = planOfBlocks(0, { rows, columns }, [block]);
  const results: unknown[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    results.push(await crossbar!.run(plan, { serial: board.takeSerial() }));
    results.push((await crossbar!.readForward(new Float64Array(rows).fill(readVolts))).amperes);
  }
  await board.close();
  return results;
}

/** What the work gave, and the text of its recording. */
async function recorded(link: ByteLink, hostNonce: number): Promise<{ results: unknown; text: string }> {
  const path = join(folder, `${(files += 1)}.ndjson`);
  const file = new RecordingFile({ path, board: 'twin:', tool: 'test', clock: systemClock });
  const transport = recordTransport(openInProcessTransport(link), file);
  const board = await BoardClient.open(transport, {
    uri: 'twin:',
    clock: systemClock,
    drawNonce: noncesFrom(hostNonce),
  });
  const results = link instanceof ScriptedBoard ? await board.close() : await work(board);
  return { results, text: readFileSync(path, 'utf8') };
}

const bytesOf = ({ chunks }: Recording, direction: string): Buffer =>
  Buffer.concat(chunks.filter((chunk) => chunk.direction === direction).map(({ bytes }) => bytes));

const replayed = (board: ReplayBoard, hostNonce: number): Promise<BoardClient> =>
  openBoard('twin:', { clock: systemClock, openTwin: () => board, drawNonce: noncesFrom(hostNonce) });

describe('a recording replayed as a board', () => {
  it('gives the recorded bytes to a host with the recorded nonce', async () => {
    const { results, text } = await recorded(twin(), 77);
    const board = new ReplayBoard(parseRecording(text, 'lab'));
    expect(board.hostNonce).toBe(77);
    const again = await recorded(board, 77);
    expect(again.results).toEqual(results);
    for (const direction of ['to-board', 'to-host']) {
      const bytes = bytesOf(parseRecording(again.text, 'again'), direction);
      expect(bytes.equals(bytesOf(parseRecording(text, 'lab'), direction))).toBe(true);
    }
    expect(board.nextLine).toBeUndefined();
  });

  it('gives the recorded results to a host with another nonce', async () => {
    const { results, text } = await recorded(twin(), 77);
    const board = new ReplayBoard(parseRecording(text, 'lab'));
    expect(await work(await replayed(board, 0xdeadbeef))).toEqual(results);
    expect(board.fault).toBeUndefined();
  });

  it('answers hello as often as it is said, however often it was said then', async () => {
    const { results, text } = await recorded(twin(), 77);
    const lines = text.split('\n');
    lines.splice(2, 0, lines[1]!);
    const board = new ReplayBoard(parseRecording(lines.join('\n'), 'lab'));
    expect(await work(await replayed(board, 77))).toEqual(results);
  });

  it('gives garbage back as it was', async () => {
    const noisy = new ScriptedBoard(babbling(Uint8Array.of(0, 9, 0xc1, 2, 3, 0, 0xff, 0x0a, 0)));
    const { text } = await recorded(noisy, 77);
    const client = await replayed(new ReplayBoard(parseRecording(text, 'lab')), 5);
    expect(client.health.framesDiscarded).toBeGreaterThan(0);
    await client.close();
  });

  it('does not depend on how the bytes of the host are cut', async () => {
    const recording = parseRecording((await recorded(twin(), 77)).text, 'lab');
    const said = bytesOf(recording, 'to-board');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: said.length })), (cuts) => {
        const board = new ReplayBoard(recording);
        const heard: Uint8Array[] = [];
        board.onSend = (bytes) => void heard.push(bytes);
        const ends = [...cuts.toSorted((a, b) => a - b), said.length];
        for (const [index, end] of ends.entries()) board.receive(said.subarray(ends[index - 1] ?? 0, end));
        expect(Buffer.concat(heard).equals(bytesOf(recording, 'to-host'))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('stops at the first thing that was not asked then, and says where', async () => {
    const { text } = await recorded(twin(), 77);
    const board = new ReplayBoard(parseRecording(text, 'lab.ndjson'));
    const faults: string[] = [];
    board.onFault = (fault) => {
      faults.push(fault.message);
      // as quarterwave replay does: nobody waits for a board that is silent
      void client.close().catch(() => {});
    };
    const client = await replayed(board, 77);
    await expect(work(client, volts(0.05))).rejects.toThrow('is closed');
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(
      /^lab\.ndjson line \d+: expected from the host read of \d+ bytes with \w+.* got read of/u,
    );
    expect(board.fault?.code).toBe('acceptance-not-met');
  });
});

describe('the file of a recording', () => {
  const HEADER = '{"format":"quarterwave-recording","version":1,"board":"twin:","started":"x","tool":"t"}';

  it('may end within a line and nowhere else', () => {
    const whole = `${HEADER}\n{"t":1,"dir":"to-board","hex":"00"}\n`;
    expect(parseRecording(whole, 'f')).toMatchObject({ torn: false, chunks: [{ line: 2, milliseconds: 1 }] });
    expect(parseRecording(`${whole}{"t":2,"di`, 'f')).toMatchObject({ torn: true, chunks: [{ line: 2 }] });
    expect(() => parseRecording(`${whole}{"t":2,"di\n`, 'f')).toThrow(/f line 3: this is not/u);
    expect(() => parseRecording(`${HEADER}\n{"t":1,"dir":"up","hex":"00"}\n`, 'f')).toThrow(/f line 2/u);
    expect(() => parseRecording(HEADER.replace('1,', '2,'), 'f')).toThrow(/line 1: this is no recording, or one of/u);
  });
});
