import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceError, ERROR_QUEUE_LENGTH, formatError, NO_ERROR, pushError, SCPI_ERRORS } from './text-errors.js';
import type { ErrorQueue, QueuedError } from './text-errors.js';
import { bootedStatus, clearedStatus, statusByte, takeError, withError, withServiceMask } from './text-status.js';

const { undefinedHeader, dataOutOfRange, queueOverflow, queryDeadlocked } = SCPI_ERRORS;
const refused = deviceError(402, 'read-voltage', 'row 2');

describe('the error queue', () => {
  it('is bounded, keeps the oldest and says when it lost one', () => {
    const errors = Array.from({ length: 40 }, (_, code) => ({ code: code + 1, text: '' }));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), (count) => {
        const queue = errors.slice(0, count).reduce<ErrorQueue>(pushError, []);
        const whole = errors.slice(0, count);
        const full = [...errors.slice(0, ERROR_QUEUE_LENGTH - 1), queueOverflow];
        expect(queue).toEqual(count <= ERROR_QUEUE_LENGTH ? whole : full);
      }),
    );
  });

  it('holds what fits on a line of text, whatever was said', () => {
    fc.assert(
      fc.property(fc.integer({ min: -32768, max: 32767 }), fc.uint8Array({ maxLength: 300 }), (code, bytes) => {
        const text = Buffer.from(bytes).toString('latin1');
        expect(formatError(deviceError(code, 'serial-of-other-plan', text))).toMatch(
          /^(?=.{1,255}$)-?\d+,"[\x20-\x21\x23-\x7e]*"$/,
        );
      }),
    );
    expect(formatError(deviceError(1, 'x', 'long'.repeat(99)))).toHaveLength(244);
  });
});

describe('the status registers', () => {
  it.each<[string, QueuedError, number]>([
    ['command', undefinedHeader, 0x20],
    ['execution', dataOutOfRange, 0x10],
    ['device', refused, 0x08],
    ['query', queryDeadlocked, 0x04],
  ])('note a %s error', (_, error, bit) => {
    expect(withError(clearedStatus(bootedStatus), error)).toMatchObject({ events: bit, errors: [error] });
  });

  it('say that the board was switched on', () => {
    expect(bootedStatus).toMatchObject({ events: 0x80, eventMask: 0, serviceMask: 0, errors: [] });
  });

  it('count a lost error as its own event and as an overflow', () => {
    const full = Array.from({ length: ERROR_QUEUE_LENGTH }).reduce<typeof bootedStatus>(
      (status) => withError(status, dataOutOfRange),
      clearedStatus(bootedStatus),
    );
    expect(full.events).toBe(0x10);
    expect(withError(full, undefinedHeader)).toMatchObject({ events: 0x38, errors: { length: ERROR_QUEUE_LENGTH } });
  });

  it('are summed up in the status byte as far as the masks let them', () => {
    const status = withError(clearedStatus(bootedStatus), undefinedHeader);
    expect(statusByte(status)).toBe(0x04);
    expect(statusByte({ ...status, eventMask: 0x10 })).toBe(0x04);
    expect(statusByte({ ...status, eventMask: 0x20 })).toBe(0x24);
    expect(statusByte(withServiceMask({ ...status, eventMask: 0x20 }, 0xff))).toBe(0x64);
    expect(statusByte(withServiceMask(status, 0x20))).toBe(0x04);
    expect(withServiceMask(status, 0xff).serviceMask).toBe(0xbf);
  });

  it('give errors oldest first and keep their masks when cleared', () => {
    const both = withError(withError({ ...bootedStatus, eventMask: 3, serviceMask: 4 }, refused), undefinedHeader);
    const [one, first] = takeError(both);
    const [none, second] = takeError(one);
    expect([first, second, takeError(none)[1]]).toEqual([refused, undefinedHeader, NO_ERROR]);
    expect(clearedStatus(both)).toEqual({ events: 0, eventMask: 3, serviceMask: 4, errors: [] });
  });
});
