import { SingleBar } from 'cli-progress';
import type { Clock, HostTime } from '../../core/index.js';
import type { EpochPoint, TallyCounts } from '../../training/index.js';
import type { Terminal } from '../terminal.js';

const PLAIN_INTERVAL_MS = 5_000;

export interface ProgressDisplay {
  epoch(split: number, point: EpochPoint, tally: TallyCounts): void;
  stop(): void;
}

const accuracyText = (point: EpochPoint): string => `${(100 * point.accuracy).toFixed(1).padStart(5)} %`;

function redrawnBar(splits: number, epochs: number, done: number): ProgressDisplay {
  const bar = new SingleBar({
    format: '{bar} split {split}  epoch {epoch}  training accuracy {accuracy}  {pulses} pulses  {eta_formatted} left',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  const blank = { split: '-', epoch: '-', accuracy: '-', pulses: '0' };
  bar.start(splits * epochs, done, blank);
  return {
    epoch: (split, point, tally) =>
      bar.update(split * epochs + point.epoch + 1, {
        split: `${split + 1}/${splits}`,
        epoch: `${point.epoch + 1}/${epochs}`,
        accuracy: accuracyText(point),
        pulses: tally.pulses.toLocaleString('en'),
      }),
    stop: () => bar.stop(),
  };
}

function plainLines(splits: number, epochs: number, done: number, terminal: Terminal, clock: Clock): ProgressDisplay {
  const begun: HostTime = clock.now();
  let said: number = begun;
  return {
    epoch(split, point, tally) {
      const now = clock.now();
      const reached = split * epochs + point.epoch + 1;
      const last = reached === splits * epochs;
      if (!last && now - said < PLAIN_INTERVAL_MS) return;
      said = now;
      const left = Math.ceil((((now - begun) / (reached - done)) * (splits * epochs - reached)) / 1000);
      terminal.say(
        `split ${split + 1}/${splits}  epoch ${point.epoch + 1}/${epochs}  training accuracy ${accuracyText(point)}  ` +
          `${tally.pulses.toLocaleString('en')} pulses  ${left} s left`,
      );
    },
    stop: () => undefined,
  };
}

/** A bar where it can be redrawn, else a line every few seconds. `done` epochs lie behind a resumed run. */
export function progressDisplay(
  splits: number,
  epochs: number,
  done: number,
  terminal: Terminal,
  clock: Clock,
): ProgressDisplay {
  return terminal.redraws ? redrawnBar(splits, epochs, done) : plainLines(splits, epochs, done, terminal, clock);
}
