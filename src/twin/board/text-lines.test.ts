import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seconds, volts } from '../../core/index.js';
import { DICTIONARY_CRC } from '../../protocols/index.js';
import { builtInChip } from '../chip/index.js';
import type { BoardOverrides } from './board-overrides.js';
import { Conversation, raisingPlan } from './conversation.js';
import { TEXT_COMMANDS } from './text-commands.js';
import { createTwin, type Twin } from './twin.js';

const ROWS = 3;
const COLUMNS = 2;

function makeTwin(board: BoardOverrides = {}): Twin {
  const chip = builtInChip('silver-chalcogenide');
  return createTwin({ chip, arrays: [{ rows: ROWS, columns: COLUMNS }], seed: 7, board });
}

/** What the board answers to a line, line by line. */
function asking(twin = makeTwin()): (line: string) => readonly string[] {
  const host = new Conversation(twin);
  return (line) => {
    host.lines.length = 0;
    host.link.receive(new TextEncoder().encode(`${line}\n`));
    return [...host.lines];
  };
}

const error = (code: number, text: string): string[] => [`${code},"${text}"`];
const NONE = error(0, 'No error');

describe('a line of text', () => {
  it.each([
    ['long form', 'SYSTEM:ERROR:NEXT?'],
    ['short form, small letters', 'syst:err?'],
    ['mixed forms', 'System:ERR:next?'],
    ['from the root', ':SYST:ERR?'],
    ['spaces around', '  SYST:ERR?  '],
    ['empty commands', ';; SYST:ERR? ;'],
  ])('is understood in %s', (_, line) => {
    expect(asking()(line)).toEqual(NONE);
  });

  it.each([
    'SYSTE:ERR?',
    'SYS:ERR?',
    'SYST:ERR',
    'SYST:ERR ?',
    'ERR?',
    ':*IDN?',
    '*CLS?',
    'AT',
    'ABORTED',
    '*',
    '?',
    ':',
  ])('is met with silence where it is %s', (line) => {
    const ask = asking();
    expect([ask(line), ask('SYST:ERR?'), ask('SYST:ERR?')]).toEqual([[], error(-113, 'Undefined header'), NONE]);
  });

  it.each([
    ['*ESE', -109, 'Missing parameter'],
    ['*ESE 1,2', -108, 'Parameter not allowed'],
    ['*IDN? 1', -108, 'Parameter not allowed'],
    ['*SRE many', -104, 'Data type error'],
    ['*ESE 256', -222, 'Data out of range'],
    ['*SRE -1', -222, 'Data out of range'],
    ['*ESE 1e999', -222, 'Data out of range'],
  ])('%s does nothing and is error %i', (line, code, text) => {
    const ask = asking();
    expect([ask(line), ask('SYST:ERR?'), ask('*ESE?;*SRE?')]).toEqual([[], error(code, text), ['0;0']]);
  });

  it('aborts whatever stands behind the word', () => {
    const ask = asking();
    expect([ask('ABOR now'), ask('SYST:ERR?')]).toEqual([['GROUNDED 1 0 0'], ['0,"No error"']]);
  });

  it('takes several commands, below the path of the one before or from the root', () => {
    const ask = asking();
    expect(ask('*ESE 32.4;*SRE 255;*ESE?;*SRE?')).toEqual(['32;191']);
    expect(ask('nonsense;SYST:ERR:COUNT?;NEXT?;:STAT?')).toEqual(['1;-113,"Undefined header";STAT safe 0 0']);
    expect(ask('SYST:ERR?;CAP?')).toEqual([expect.stringMatching(/^0,"No error";MAJOR=1,/)]);
  });

  it('answers at most 255 characters, and drops what does not fit but does it', () => {
    const ask = asking();
    const [answer] = ask(`${'*IDN?;'.repeat(8)}*ESE 4`);
    expect(answer!.split(';')).toHaveLength(6);
    expect(ask('SYST:ERR:COUNT?;NEXT?;*ESE?')).toEqual(['2;-430,"Query DEADLOCKED";4']);
  });

  it('names the board in four fields, whatever its names hold', () => {
    const [answer] = asking(makeTwin({ serialNumber: `A,B;C"µ${'x'.repeat(99)}` }))('*IDN?');
    expect(answer!.split(',')).toHaveLength(4);
    expect(answer).toMatch(/^quarterwave,software twin,A_B_C"_x+,0\.1\.0$/);
  });

  it('sums up what the board can do', () => {
    const crc = DICTIONARY_CRC.toString(16).padStart(8, '0').toUpperCase();
    expect(asking()('SYST:CAP?')).toEqual([
      `MAJOR=1,DICTIONARY=${crc},BODY=16384,PLAN=1048576,ARRAYS=1,ROWS=3,COLUMNS=2,TICK_S=1e-6,BLOCK_TICKS=1000,` +
        'DAC_BITS=16,DAC_UV=2000000,ROW_UV=319946,READ_UV=149963,ADC_BITS=16,ADC_A=5e-3,' +
        'EDGE_TICKS=1,OUTPUT_TICKS=4000',
    ]);
    const most = {
      maxBlockTicks: 0xffffffff,
      edgeTicks: 0xffff,
      maxOutputTicks: 0xffffffff,
      maxPlanBytes: 0xffffffff,
      maxPlans: 8,
      maxBody: 0xffff,
      tickSeconds: seconds(1.2345678e-7),
      readSeconds: seconds(1.2345678e-4),
      dacFullScaleVolts: volts(1234.5678),
      adcFullScaleAmperes: 1.2345678e-7,
    };
    expect(asking(makeTwin(most))('SYST:CAP?')).toEqual([expect.stringMatching(/^.{200,255}$/)]);
  });
});

describe('the status of the board', () => {
  it('begins with power on and is read by a terminal', () => {
    const ask = asking();
    expect(ask('*ESR?;*ESR?;*STB?')).toEqual(['128;0;0']);
    expect(ask('FOO;*ESE 33;*SRE 32;*OPC;*STB?;*OPC?;*ESR?;*STB?')).toEqual(['100;1;33;4']);
    expect(ask('*CLS;*STB?;SYST:ERR:COUN?;*ESE?')).toEqual(['0;0;33']);
  });

  it('has the refusals of the binary side in its queue', () => {
    const twin = makeTwin();
    const host = new Conversation(twin);
    host.ask('hello', { hostNonce: 0, major: 1, previous: 0 });
    host.hello(1);
    host.fire(raisingPlan(ROWS, COLUMNS), 5);
    const ask = asking(twin);
    expect(ask('SYST:ERR:COUNT?;*ESR?;*ESR?')).toEqual(['2;136;0']);
    expect(ask('SYST:ERR?')).toEqual([expect.stringMatching(/^103,"bad-payload;.+"$/)]);
    expect(ask('SYST:ERR?')).toEqual([expect.stringMatching(/^221,"serial-gap;the next serial is 1"$/)]);
  });

  it('forgets none of 16 errors and tells when there were more', () => {
    const ask = asking();
    for (let i = 0; i < 40; i += 1) ask('AT');
    expect(ask('SYST:ERR:COUNT?;COUNT?')).toEqual(['16;16']);
    const read = Array.from({ length: 17 }, () => ask('SYST:ERR?')[0]);
    expect(read.slice(14)).toEqual(['-113,"Undefined header"', '-350,"Queue overflow"', '0,"No error"']);
  });
});

describe('no line of text', () => {
  const forms = TEXT_COMMANDS.flatMap(({ header }) => [
    header.replaceAll(/[[\]]/g, ''),
    header.replaceAll(/\[.*\]|[a-z]/g, ''),
  ]);
  const mnemonic = fc.constantFrom('FIRE', 'SYST', 'ERR', 'SOUR:VOLT', 'OUTP', 'READ', 'LOAD', '*TRG', 'INIT', '*RST');
  const command = fc.oneof(fc.constantFrom(...forms), mnemonic, fc.string({ unit: 'binary-ascii' }));
  const unit = fc
    .tuple(command, fc.oneof(fc.constant(''), fc.integer(), fc.double(), fc.string({ unit: 'binary-ascii' })))
    .map(([header, parameter]) => `${header} ${parameter}`);
  const lines = fc.array(
    fc.oneof(
      command,
      unit,
      fc.array(unit).map((units) => units.join(';')),
    ),
    { maxLength: 12 },
  );

  it('fires or moves a cell, or gets an answer that is none', () => {
    const twin = makeTwin();
    const host = new Conversation(twin);
    host.hello(1);
    host.load(raisingPlan(ROWS, COLUMNS));
    const cells = twin.chip.arrays[0]!;
    const before = cells.states.slice();
    const ask = asking(twin);
    for (const form of forms) ask(form);
    fc.assert(
      fc.property(lines, (sent) => {
        for (const line of sent) for (const answer of ask(line)) expect(answer).toMatch(/^[\x20-\x7e]{1,255}$/);
        expect([twin.ledger.total, cells.reads, ...ask('STAT?')]).toEqual([0, 0, 'STAT safe 0 0']);
        expect(cells.states).toEqual(before);
      }),
      { numRuns: 300 },
    );
    const other = new Conversation(twin);
    other.hello(2);
    expect(other.ask('status', {})).toMatchObject({ state: 'safe', lastSerial: 0 });
  });
});
