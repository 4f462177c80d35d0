import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeVolts, planOfBlocks, windowsFromStart, type BlockToPlan } from '../../core/index.js';
import {
  adcStepAmperes,
  decodeIdentityDocument,
  DICTIONARY_CRC,
  ERROR_CODES,
  KINDS,
  OPS,
  type ErrorName,
} from '../../protocols/index.js';
import { builtInChip } from '../chip/index.js';
import type { BoardOverrides } from './board-overrides.js';
import { Conversation, raisingPlan } from './conversation.js';
import { createTwin, type Twin } from './twin.js';

const ROWS = 3;
const COLUMNS = 2;

function makeTwin(board: BoardOverrides = {}): Twin {
  const chip = builtInChip('silver-chalcogenide');
  return createTwin({ chip, arrays: [{ rows: ROWS, columns: COLUMNS }], seed: 7, board });
}

function converse(board: BoardOverrides = {}): { twin: Twin; host: Conversation } {
  const twin = makeTwin(board);
  const host = new Conversation(twin);
  host.hello(1);
  return { twin, host };
}

function released(board: BoardOverrides = {}): { twin: Twin; host: Conversation } {
  const conversation = converse(board);
  conversation.host.ask('release', {});
  return conversation;
}

const code = (name: ErrorName): { code: number } => ({ code: ERROR_CODES[name] });
const plan = raisingPlan(ROWS, COLUMNS);

describe('a session with the board', () => {
  it('begins with silence: nothing but hello and text lines is answered', () => {
    const host = new Conversation(makeTwin());
    expect(host.ask('status', {})).toBeUndefined();
    host.say('AT\n*IDN?');
    expect(host.lines).toEqual(['quarterwave,software twin,TWIN-7,0.1.0']);
    expect(host.hello(1)).toMatchObject({ dictionary: DICTIONARY_CRC, lastSerial: 0, state: 'safe' });
    expect(host.ask('status', {})).toMatchObject({ framesDiscarded: 1, bytesDiscarded: 0 });
  });

  it('refuses hosts it cannot speak with', () => {
    const host = new Conversation(makeTwin());
    expect(host.ask('hello', { hostNonce: 5, major: 2, previous: 0 })).toMatchObject({
      ...code('unsupported-major'),
      limit: 1,
    });
    expect(host.ask('hello', { hostNonce: 0, major: 1, previous: 0 })).toMatchObject(code('bad-payload'));
    const { bootNonce } = host.hello(1);
    expect(host.ask('hello', { hostNonce: bootNonce, major: 1, previous: 0 })).toMatchObject(code('bad-payload'));
  });

  it('answers what it does not understand by number', () => {
    const { host } = converse();
    expect(host.send(4711, new Uint8Array(0))).toMatchObject({ kind: KINDS.error, op: 4711 });
    expect(host.send(OPS.read, Uint8Array.of(0, 7))).toMatchObject({ kind: KINDS.error, op: OPS.read });
    expect(host.ask('status', {})).toMatchObject({ state: 'safe' });
  });

  it('survives any garbage, within and between frames', () => {
    const { host, twin } = converse();
    const op = fc.constantFrom(...Object.values(OPS).filter((number) => number !== OPS.hello));
    fc.assert(
      fc.property(op, fc.uint8Array(), fc.uint8Array(), (number, payload, noise) => {
        host.send(number, payload);
        twin.receive(noise);
        expect(host.ask('status', {})).toHaveProperty('boardTicks');
      }),
    );
  });

  it('serves its identity in pieces', () => {
    const { twin, host } = converse();
    const pieces: number[] = [];
    for (let offset = 0, total = 1; offset < total;) {
      const reply = host.ask('identify', { offset, count: 50 });
      if (reply === undefined || !('piece' in reply)) break;
      pieces.push(...reply.piece);
      offset += reply.piece.length;
      total = reply.total;
    }
    expect(decodeIdentityDocument(Uint8Array.from(pieces))).toEqual({ ok: true, value: twin.identity });
    expect(host.ask('identify', { offset: 1e6, count: 50 })).toMatchObject({ piece: new Uint8Array(0) });
  });

  it('answers text lines and grounds on ABOR', () => {
    const { host } = converse();
    host.fire(plan, 1);
    host.say('STAT?\nABOR\nSTAT?\nNONSENSE');
    expect(host.lines).toEqual(['STAT armed 1 250', 'GROUNDED 1 0 250', 'STAT safe 1 250']);
    expect(host.ask('status', {})).toMatchObject({ state: 'safe', cause: 'abort', groundedTicks: 250 });
    expect(host.ask('ground', {})).toEqual({ grounded: 1, residualMicrovolts: 0, boardTicks: 250 });
  });
});

describe('reads', () => {
  it('sense the currents of the chip to the nearest step, and move nothing', () => {
    const { host, twin } = released();
    const before = twin.chip.arrays[0]!.states.slice();
    const { limits, adc } = twin.identity;
    const highest = Math.round(limits.maxReadVolts / codeVolts(1, limits));
    const codes = Int32Array.of(highest, -highest, 100);
    const reply = host.ask('read', { array: 0, direction: 'forward', codes });
    const amperes = new Float64Array(COLUMNS);
    const volts = Float64Array.from(codes, (value) => codeVolts(value, limits));
    makeTwin().chip.arrays[0]!.readForward(volts, limits.readSeconds, amperes);
    const step = adcStepAmperes(adc);
    expect(reply).toMatchObject({ startTick: 0, durationTicks: 10 });
    expect(reply).toHaveProperty(
      'codes',
      Int32Array.from(amperes, (value) => Math.round(value / step)),
    );
    expect(twin.chip.arrays[0]!.states).toEqual(before);
    const backward = host.ask('read', { array: 0, direction: 'backward', codes: Int32Array.of(1, 2) });
    expect(backward).toMatchObject({ startTick: 10, codes: expect.objectContaining({ length: ROWS }) });
  });

  it('are held to the read limit by the board itself', () => {
    const { host, twin } = released();
    const codes = Int32Array.of(0, 0, 2600);
    const refusal = host.ask('read', { array: 0, direction: 'forward', codes });
    expect(refusal).toMatchObject({ ...code('read-voltage'), row: 2, column: -1, measured: 158_691, limit: 149_963 });
    const backward = host.ask('read', { array: 0, direction: 'backward', codes: Int32Array.of(-2600, 0) });
    expect(backward).toMatchObject({ ...code('read-voltage'), row: -1, column: 0, measured: -158_691 });
    expect(twin.chip.arrays[0]!.reads).toBe(0);
  });

  it('are refused where they fit no array', () => {
    const { host } = released();
    const codes = new Int32Array(COLUMNS);
    expect(host.ask('read', { array: 0, direction: 'forward', codes })).toMatchObject(code('bad-array'));
    expect(host.ask('read', { array: 1, direction: 'backward', codes })).toMatchObject(code('bad-array'));
  });

  it('saturate at the ends of the ADC', () => {
    const { host } = released({ adcFullScaleAmperes: 1e-9, adcBits: 12 });
    const reply = host.ask('read', { array: 0, direction: 'forward', codes: new Int32Array(ROWS).fill(2000) });
    expect(reply).toHaveProperty('codes');
    for (const value of (reply as { codes: Int32Array }).codes) expect([-2048, 2047]).toContain(value);
  });
});

/** What a new board says to the same three requests. */
const answers = (): unknown[] => {
  const { host } = converse();
  const codes = new Int32Array(ROWS).fill(2000);
  return [host.fire(plan, 1), host.ask('read', { array: 0, direction: 'forward', codes }), host.hello(3)];
};

describe('firing', () => {
  it('moves the cells once, tells of the first edge and keeps the record', () => {
    const { host, twin } = converse();
    const before = twin.chip.arrays[0]!.states.slice();
    const record = host.fire(plan, 1);
    expect(record).toMatchObject({ serial: 1, outcome: 'done', startTick: 0, durationTicks: 250, blocksDone: 1 });
    expect(record).toMatchObject({ windowsFired: COLUMNS, energyPicojoules: expect.any(Number) });
    expect(host.started).toEqual([1]);
    expect(twin.chip.arrays[0]!.states.every((x, cell) => x > before[cell]!)).toBe(true);
    expect(host.ask('record', { serial: 1 })).toEqual(record);
    expect(host.ask('status', {})).toMatchObject({ state: 'armed', lastSerial: 1, boardTicks: 250 });
  });

  it('makes no edge for a serial that was fired before, whoever asks', () => {
    const { host, twin } = converse();
    const record = host.fire(plan, 1);
    const states = twin.chip.arrays[0]!.states.slice();
    expect(host.fire(plan, 1)).toEqual(record);
    const other = new Conversation(twin);
    other.hello(99);
    expect(other.fire(plan, 1)).toEqual(record);
    expect(other.fire(raisingPlan(ROWS, COLUMNS, 0.19), 1)).toMatchObject(code('serial-of-other-plan'));
    expect(twin.chip.arrays[0]!.states).toEqual(states);
    expect([twin.ledger.executions(1), twin.ledger.total, other.started]).toEqual([1, 1, []]);
  });

  it('takes serials without a gap only', () => {
    const { host, twin } = converse();
    expect(host.fire(plan, 2)).toMatchObject({ ...code('serial-gap'), measured: 2, limit: 1 });
    expect(host.fire(plan, 0)).toMatchObject(code('bad-payload'));
    expect(host.ask('record', { serial: 1 })).toMatchObject(code('no-record'));
    expect(twin.ledger.total).toBe(0);
  });

  it('keeps the last 64 records', () => {
    const { host, twin } = converse();
    for (let serial = 1; serial <= 70; serial += 1) expect(host.fire(plan, serial)).toMatchObject({ serial });
    expect(host.ask('record', { serial: 6 })).toMatchObject(code('no-record'));
    expect(host.fire(plan, 6)).toMatchObject(code('no-record'));
    expect(host.ask('record', { serial: 7 })).toMatchObject({ serial: 7, outcome: 'done' });
    expect(twin.ledger.total).toBe(70);
  });

  it('refuses what passes a limit before the first edge, and spends no serial on it', () => {
    const { host, twin } = converse();
    const block = { ticks: 250, rows: [3000, 3000, 3000], windows: windowsFromStart([50, 50]) };
    const refused = (changes: Partial<BlockToPlan>): unknown =>
      host.fire(planOfBlocks(0, plan.shape, [{ ...block, ...changes }]), 1);
    expect(refused({ rows: [0, 0, -6000] })).toMatchObject({
      ...code('row-voltage'),
      block: 0,
      row: 2,
      measured: -366_211,
      limit: 319_946,
    });
    expect(refused({ ticks: 1001 })).toMatchObject({ ...code('block-too-long'), measured: 1001, limit: 1000 });
    expect(refused({ ticks: 0 })).toMatchObject(code('block-too-long'));
    expect(refused({ windows: windowsFromStart([0, 251]) })).toMatchObject({
      ...code('window-too-long'),
      column: 1,
      measured: 251,
      limit: 250,
    });
    expect(host.fire({ ...plan, array: 1 }, 1)).toMatchObject(code('bad-array'));
    expect(host.fire(raisingPlan(COLUMNS, ROWS), 1)).toMatchObject(code('bad-array'));
    expect([twin.ledger.total, host.started, host.ask('status', {})]).toMatchObject([0, [], { lastSerial: 0 }]);
  });

  it('needs the whole plan, under its own hash', () => {
    const { host } = converse();
    host.ready();
    const planId = 'ab'.repeat(16);
    const fire = { planId, serial: 1, token: host.token };
    expect(host.ask('fire', fire)).toMatchObject(code('plan-not-loaded'));
    const piece = Uint8Array.of(1, 2, 3);
    expect(host.ask('load', { planId, total: 3, offset: 0, piece })).toMatchObject(code('plan-corrupt'));
    expect(host.ask('fire', fire)).toMatchObject(code('plan-not-loaded'));
    expect(host.ask('check', { planId })).toMatchObject(code('plan-not-loaded'));
  });

  it('gives the same answers for the same options', () => {
    expect(answers()).toEqual(answers());
  });
});
