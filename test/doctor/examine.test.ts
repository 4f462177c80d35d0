import { describe, expect, it } from 'vitest';
import { examine } from '../../src/cli/doctor/examine.js';
import type { Finding } from '../../src/cli/doctor/finding.js';
import type { ByteLink } from '../../src/core/index.js';
import { openInProcessTransport, type Transport } from '../../src/drivers/index.js';
import { decodeRequest, Demultiplexer } from '../../src/protocols/index.js';
import { builtInChip, createTwin } from '../../src/twin/index.js';
import { scratchFolder } from '../cli/scratch-folder.js';
import { silentOn } from '../mocks/board-behaviours.js';
import { FaultPipe } from '../mocks/fault-pipe.js';
import { ScriptedBoard, type Behaviour } from '../mocks/scripted-board.js';
import { noncesFrom } from '../mocks/nonces.js';

const runs = scratchFolder();

async function findingsOn(open: () => Transport, address = 'twin:', chip?: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const openLink = async (): Promise<Transport> => open();
  const stopRequested = (): boolean => false;
  const examination = { address, chip, runs, openLink, drawNonce: noncesFrom(7), stopRequested };
  await examine(examination, (finding) => findings.push(finding));
  return findings;
}

const stateOf = (findings: readonly Finding[], check: string): Finding['state'] | undefined =>
  findings.find((finding) => finding.check === check)?.state;

/** Counts what a board is asked. */
function listenTo(link: ByteLink): { link: ByteLink; asked: Map<string, number>; lines: string[] } {
  const asked = new Map<string, number>();
  const lines: string[] = [];
  const demultiplexer = new Demultiplexer({
    maxBody: 0xffff,
    onFrame({ op, payload }) {
      const request = decodeRequest(op, payload);
      const name = request.ok ? request.value.name : 'unknown';
      asked.set(name, (asked.get(name) ?? 0) + 1);
    },
    onLine: (line) => void lines.push(line),
  });
  const tapped: ByteLink = {
    receive(bytes) {
      demultiplexer.receive(bytes);
      link.receive(bytes);
    },
    onSend: () => {},
  };
  link.onSend = (bytes) => tapped.onSend(bytes);
  return { link: tapped, asked, lines };
}

const notGrounding: Behaviour = (incoming, board) => {
  if (incoming.request.name !== 'ground') return false;
  board.reply(incoming, 'ground', { grounded: 0, residualMicrovolts: 300_000, boardTicks: 1 });
  return true;
};

describe('the examination of a board', () => {
  it('finds nothing wrong with a twin, moves no cell and sends only reads and grounding', async () => {
    const chip = builtInChip('silver-chalcogenide');
    const twin = createTwin({ chip, arrays: [{ rows: 3, columns: 4 }], seed: 3 });
    const before = Float64Array.from(twin.chip.arrays[0]!.conductances());
    const { link, asked, lines } = listenTo(twin);
    const findings = await findingsOn(() => openInProcessTransport(link));
    expect(findings.filter(({ state }) => state === 'warn' || state === 'fail')).toEqual([]);
    expect(twin.ledger.total).toBe(0);
    expect(twin.chip.arrays[0]!.conductances()).toEqual(before);
    expect([...asked.keys()].toSorted()).toEqual(['ground', 'hello', 'identify', 'read', 'release', 'status']);
    expect(lines).toEqual([]);
    expect(asked.get('status')).toBe(201);
    expect(stateOf(findings, 'clock drift')).toBe('n/a');
    expect(findings.map(({ check }) => check)).toEqual([
      'address',
      'identity',
      'versions',
      'bad frames',
      'round trip',
      'clock drift',
      'limits',
      'repeatability 0',
      'open and short 0',
      'grounding',
      'runs folder',
    ]);
  });

  it('tells of a bad cable, and goes on', async () => {
    const twin = createTwin({ chip: builtInChip('silver-chalcogenide'), arrays: [{ rows: 2, columns: 2 }], seed: 3 });
    const findings = await findingsOn(
      () => new FaultPipe(openInProcessTransport(twin), { toHost: { duplicate: 0.2 }, seed: 2 }),
    );
    expect(findings.find(({ check }) => check === 'bad frames')).toMatchObject({
      state: 'warn',
      says: expect.stringMatching(/^[1-9]\d* discarded by the host, 0 by the board.*try another cable/u) as string,
    });
    expect(stateOf(findings, 'grounding')).toBe('ok');
  });

  it('names cells that cannot be right', async () => {
    // a chip that is not what it says it is
    const chip = { ...builtInChip('anodic-titania'), device: 'silver-chalcogenide' as const };
    const twin = createTwin({ chip, arrays: [{ rows: 2, columns: 2 }], seed: 3 });
    const findings = await findingsOn(() => openInProcessTransport(twin));
    const found = findings.find(({ check }) => check === 'open and short 0');
    expect(found).toMatchObject({ state: 'warn', says: expect.stringMatching(/above .* W0\dB0\d /u) as string });
  });

  it('fails first of all on outputs that are not grounded', async () => {
    const findings = await findingsOn(() => openInProcessTransport(new ScriptedBoard(notGrounding)));
    const failed = findings.find(({ state }) => state === 'fail');
    expect(failed).toMatchObject({ check: 'grounding', code: 'grounding-failed' });
    expect(failed?.says).toContain("Switch the board's supply off");
    // a board that does not know its chip
    expect(stateOf(findings, 'open and short')).toBe('n/a');
  });

  it('looks at the disk also where no board answers, or the address is none', async () => {
    const silent = await findingsOn(() => openInProcessTransport(new ScriptedBoard(silentOn('hello'))));
    expect(silent.map(({ check, state }) => [check, state])).toEqual([
      ['address', 'ok'],
      ['hello', 'fail'],
      ['runs folder', 'ok'],
    ]);
    const nonsense = await findingsOn(() => openInProcessTransport(new ScriptedBoard()), 'gpib:7');
    expect(nonsense.map(({ check, code }) => [check, code])).toEqual([
      ['address', 'bad-argument'],
      ['runs folder', undefined],
    ]);
  });
});
