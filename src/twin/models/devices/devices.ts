import { hpTitania, nonlinearTitania } from './drift-devices.js';
import { hafniaFilament } from './filament-devices.js';
import type { PublishedDevice } from './published-device.js';
import { examplePulses } from './pulse-devices.js';
import { calibrationResistor } from './resistors.js';
import { platinumHafniumTitanium } from './vteam-devices.js';
import { anodicTitania, silverChalcogenide, silverSilicon, tantalumOxide } from './yakopcic-devices.js';

const devices: readonly PublishedDevice[] = [
  silverChalcogenide,
  anodicTitania,
  silverSilicon,
  tantalumOxide,
  platinumHafniumTitanium,
  hpTitania,
  nonlinearTitania,
  hafniaFilament,
  examplePulses,
  calibrationResistor,
];

export const deviceNames: readonly string[] = devices.map(({ name }) => name);

/** The published device of that name; undefined where there is none. */
export const publishedDevice = (name: string): PublishedDevice | undefined =>
  devices.find((device) => device.name === name);
