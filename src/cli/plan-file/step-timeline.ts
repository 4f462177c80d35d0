import { dirname, join } from 'node:path';
import { seconds, type DeviceProfile, type Shape } from '../../core/index.js';
import {
  backwardRead,
  cellPulse,
  cellRead,
  encodeQuarterPeriods,
  forwardRead,
  parallel,
  pulseTrain,
  repeat,
  rest,
  sequential,
  staircaseSweep,
  triangularSweep,
  updateTimeline,
  waveformCsv,
  type Timeline,
} from '../../pulse/index.js';
import { readTextFile } from '../read-text-file.js';
import type { PlanStep } from './step-schema.js';

/** What steps are made for. */
export interface StepPlace {
  readonly shape: Shape;
  readonly profile: DeviceProfile;
  /** The plan file, that others are named relative to. */
  readonly file: string;
}

const everyLine = (volts: number | readonly number[], lines: number): readonly number[] =>
  typeof volts === 'number' ? Array.from<number>({ length: lines }).fill(volts) : volts;

/** Absent rather than undefined, as the kinds take it. */
const given = <Key extends string>(key: Key, value: number | undefined): Partial<Record<Key, number>> =>
  value === undefined ? {} : ({ [key]: value } as Record<Key, number>);

function updateOf(step: Extract<PlanStep, { update: unknown }>['update'], { profile }: StepPlace): Timeline {
  const update = encodeQuarterPeriods(Float64Array.from(step.inputs), Float64Array.from(step.errors), {
    voltsPerInput: step.voltsPerInput,
    secondsPerErrorUp: step.secondsPerErrorUp,
    secondsPerErrorDown: step.secondsPerErrorDown,
    quarterSeconds: seconds(step.quarterSeconds),
    positiveThreshold: profile.positiveThreshold,
    negativeThreshold: profile.negativeThreshold,
  });
  return updateTimeline(update, step.gateVolts);
}

/** @throws ConfigError naming what does not fit */
function stepTimeline(step: PlanStep, place: StepPlace): Timeline {
  const { shape, file } = place;
  if ('update' in step) return updateOf(step.update, place);
  if ('read' in step) {
    const { direction, volts } = step.read;
    return direction === 'forward'
      ? forwardRead(shape, everyLine(volts, shape.rows))
      : backwardRead(shape, everyLine(volts, shape.columns));
  }
  if ('cellRead' in step) {
    const { cell, volts, gateVolts } = step.cellRead;
    return cellRead(shape, { cell, readVolts: volts, ...given('gateVolts', gateVolts) });
  }
  if ('pulse' in step) return cellPulse(shape, { ...step.pulse, widthSeconds: step.pulse.width });
  if ('train' in step) {
    const { width, interval, readVolts, ...pulse } = step.train;
    return pulseTrain(shape, {
      ...pulse,
      widthSeconds: width,
      intervalSeconds: interval,
      ...given('readVolts', readVolts),
    });
  }
  if ('staircase' in step) {
    const { from, to, steps, dwell, rest: restSeconds, readVolts, ...cell } = step.staircase;
    const options = {
      ...cell,
      dwellSeconds: dwell,
      ...given('restSeconds', restSeconds),
      ...given('readVolts', readVolts),
    };
    return staircaseSweep(shape, { fromVolts: from, toVolts: to, steps }, options);
  }
  if ('triangle' in step) {
    const { peak, valley, steps, dwell, rest: restSeconds, readVolts, ...cell } = step.triangle;
    const options = {
      ...cell,
      dwellSeconds: dwell,
      ...given('restSeconds', restSeconds),
      ...given('readVolts', readVolts),
    };
    return triangularSweep(shape, { peakVolts: peak, valleyVolts: valley, steps }, options);
  }
  if ('waveform' in step) {
    const path = join(dirname(file), step.waveform);
    return waveformCsv(readTextFile(path, 'a waveform (CSV)'), path);
  }
  if ('rest' in step) return rest(step.rest);
  if ('repeat' in step) return repeat(step.repeat.times, stepsTimeline(step.repeat.steps, place));
  return parallel(step.parallel.map((steps) => stepsTimeline(steps, place)));
}

/** The steps of a plan file one after the other. */
export const stepsTimeline = (steps: readonly PlanStep[], place: StepPlace): Timeline =>
  sequential(steps.map((step) => stepTimeline(step, place)));
