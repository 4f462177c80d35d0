import { describe, expect, it } from 'vitest';
import { SerialCounter } from './serial-counter.js';

describe('SerialCounter', () => {
  it('counts on from what the board has fired', () => {
    const serials = new SerialCounter(41);
    expect([serials.take(), serials.take()]).toEqual([42, 43]);
  });

  it('hands out again what was certainly not fired, whatever the order it came back in', () => {
    const serials = new SerialCounter(0);
    for (let i = 0; i < 3; i += 1) serials.take();
    serials.giveBack(2);
    serials.giveBack(3);
    expect([serials.take(), serials.take()]).toEqual([2, 3]);
  });

  it('keeps a serial back while a later one is with somebody', () => {
    const serials = new SerialCounter(0);
    for (let i = 0; i < 3; i += 1) serials.take();
    serials.giveBack(2);
    expect(serials.take()).toBe(4);
  });

  it('never hands out again what was fired', () => {
    const serials = new SerialCounter(0);
    serials.take();
    serials.spend(1);
    serials.giveBack(1);
    expect(serials.take()).toBe(2);
  });

  it('skips serials that were fired without being taken', () => {
    const serials = new SerialCounter(0);
    serials.spend(5);
    expect(serials.take()).toBe(6);
  });

  it('ignores serials it never handed out', () => {
    const serials = new SerialCounter(0);
    serials.giveBack(9);
    expect(serials.take()).toBe(1);
  });

  it('knows how far back a board remembers', () => {
    const serials = new SerialCounter(100);
    expect([serials.isWithinRecords(37), serials.isWithinRecords(38)]).toEqual([false, true]);
  });
});
