import { describe, expect, it } from 'vitest';
import { deviceProfile, deviceProfileNames } from '../src/pulse/device-profiles.js';
import { deviceNames, publishedDevice } from '../src/twin/models/index.js';

// the host knows of a device what a data sheet says, the twin knows how it works: they are written down apart
describe('what the host knows of the devices of the twin', () => {
  it('has a profile for each, and no others', () => {
    expect(deviceProfileNames.toSorted()).toEqual(deviceNames.toSorted());
  });

  it.each(deviceNames)('has the ranges of %s', (name) => {
    const { range, linearRange, initialRange } = publishedDevice(name)!;
    expect(deviceProfile(name)).toMatchObject({ range, linearRange, initialRange });
  });

  it.each(deviceNames)('has thresholds of %s between which it rests, and no lower than they must be', (name) => {
    const { model, parameters } = publishedDevice(name)!;
    const { positiveThreshold, negativeThreshold } = deviceProfile(name);
    const [lowest, highest] = model.restVolts(parameters);
    const slack = 1 + 1e-12;
    expect(positiveThreshold).toBeLessThanOrEqual(highest * slack);
    expect(negativeThreshold).toBeGreaterThanOrEqual(lowest * slack);
    if (!Number.isFinite(highest)) return;
    expect(positiveThreshold).toBeGreaterThan(0.99 * highest);
    expect(negativeThreshold).toBeLessThan(0.99 * lowest);
  });
});
