import { describe, expect, it } from 'vitest';
import { systemClock } from '../core/index.js';
import { serialAccessFailure, serialOpenFailure } from './serial-open-failure.js';
import { openSerialTransport } from './serial-transport.js';

const system = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

describe('opening a serial port that is not to be had', () => {
  it('says how to get permission, and which group has it', () => {
    const error = serialAccessFailure('/dev/ttyACM0', system('EACCES'), { groupId: 20 });
    expect(error).toMatchObject({ name: 'LinkError', code: 'board-not-found' });
    expect(error.message).toContain('permission denied');
    expect(error.message).toContain('group id 20');
    expect(error.message).toContain('udev rule');
  });

  it('says that a port is in use', () => {
    const error = serialOpenFailure('/dev/ttyACM0', new Error('Error Resource busy Cannot lock port'));
    expect(error).toMatchObject({ name: 'LinkError', code: 'board-busy' });
    expect(error.message).toContain('/dev/ttyACM0');
  });

  it('finds no board behind a path that is not there', async () => {
    const opening = openSerialTransport({ path: '/dev/no-such-tty', baudRate: 9600 }, systemClock);
    await expect(opening).rejects.toMatchObject({ code: 'board-not-found', details: { path: '/dev/no-such-tty' } });
  });

  it('finds no board behind what is no tty', async () => {
    const opening = openSerialTransport({ path: '/dev/null', baudRate: 9600 }, systemClock);
    await expect(opening).rejects.toMatchObject({ code: 'board-not-found' });
  });
});
