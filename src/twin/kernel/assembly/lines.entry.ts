// The kernel of KernelLines (../kernel-lines.ts): one instance an array.

import {
  amperes, amplitudes, closeSeconds, columns, columnStep, columnSums, lineAmplitudes, openSeconds, rows, states, switchVolts,
  varied,
} from './circuit';
import { hold, joules, resetJoules } from './hold';
import { enterLine, leaveLine } from './line';
import { count, prepareDrive } from './line-drive';
import { setEnd, switchAmperes } from './node';
import { hasNoShort, restColumn } from './resting';
import { sumColumn, sumRow } from './sums';

export {
  amperes, amplitudes, closeSeconds, columnStep, driveVolts, fallingCurve, layOut, openSeconds, risingCurve, speedsDown,
  speedsUp, states, switchVolts, thresholdsDown, thresholdsUp,
} from './circuit';
export { setCell, setLines, setMotionDown, setMotionUp, setTolerances } from './cell';

function sumStates<T>(): void {
  const most = max(rows, columns);
  for (let k = 0; k < most; k += 1) store<T>(lineAmplitudes + <usize>k * sizeof<T>(), 1);
  for (let column = 0; column < columns; column += 1) {
    let sum: f64 = 0;
    for (let row = 0; row < rows; row += 1) {
      const at = <usize>column * columnStep + <usize>row * sizeof<T>();
      sum += <f64>load<T>(states + at) * (varied ? <f64>load<T>(amplitudes + at) : 1);
    }
    store<f64>(columnSums + 8 * <usize>column, sum);
  }
}

@inline
function pass<T>(seconds: f64, closed: bool, volts: f64, referenceVolts: f64): void {
  if (!(seconds > 0)) return;
  setEnd(closed, volts, referenceVolts);
  hold<T>(seconds);
}

function applyBlock<T>(seconds: f64, sampleSeconds: f64, referenceVolts: f64): f64 {
  prepareDrive<T>(false, referenceVolts, true);
  resetJoules();
  const resting = count === 0 && hasNoShort();
  let restingJoules: f64 = 0;
  for (let column = 0; column < columns; column += 1) {
    if (resting) {
      const columnJoules = restColumn(column, seconds, sampleSeconds, referenceVolts);
      if (!isNaN(columnJoules)) {
        restingJoules += columnJoules;
        continue;
      }
    }
    sumColumn<T>(column);
    enterLine(column);
    const line: usize = 8 * <usize>column;
    const volts = load<f64>(switchVolts + line);
    const close = max(load<f64>(closeSeconds + line), 0);
    const open = min(load<f64>(openSeconds + line), seconds);
    if (!(close < open)) {
      pass<T>(seconds, false, volts, referenceVolts);
    } else {
      pass<T>(close, false, volts, referenceVolts);
      let from = close;
      if (close < sampleSeconds && sampleSeconds <= open) {
        pass<T>(sampleSeconds - close, true, volts, referenceVolts);
        store<f64>(amperes + line, switchAmperes);
        from = sampleSeconds;
      }
      pass<T>(open - from, true, volts, referenceVolts);
      pass<T>(seconds - open, false, volts, referenceVolts);
    }
    leaveLine<T>();
  }
  return joules + restingJoules;
}

function read<T>(byRows: bool, seconds: f64, referenceVolts: f64): f64 {
  memory.fill(switchVolts, 0, 8 * <usize>columns);
  prepareDrive<T>(byRows, referenceVolts, false);
  resetJoules();
  const lines = byRows ? rows : columns;
  for (let line = 0; line < lines; line += 1) {
    if (byRows) sumRow<T>(line);
    else sumColumn<T>(line);
    enterLine(line);
    setEnd(true, 0, referenceVolts);
    hold<T>(seconds);
    store<f64>(amperes + 8 * <usize>line, switchAmperes);
    leaveLine<T>();
  }
  return joules;
}

export function sumStatesSingle(): void {
  sumStates<f32>();
}

export function sumStatesDouble(): void {
  sumStates<f64>();
}

/** @param sampleSeconds 0 for no sample; at most seconds */
export function applyBlockSingle(seconds: f64, sampleSeconds: f64, referenceVolts: f64): f64 {
  return applyBlock<f32>(seconds, sampleSeconds, referenceVolts);
}

export function applyBlockDouble(seconds: f64, sampleSeconds: f64, referenceVolts: f64): f64 {
  return applyBlock<f64>(seconds, sampleSeconds, referenceVolts);
}

export function readSingle(byRows: bool, seconds: f64, referenceVolts: f64): f64 {
  return read<f32>(byRows, seconds, referenceVolts);
}

export function readDouble(byRows: bool, seconds: f64, referenceVolts: f64): f64 {
  return read<f64>(byRows, seconds, referenceVolts);
}
