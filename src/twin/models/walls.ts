import { SLOWED_FALLING, SLOWED_RISING } from './cell-model.js';

/**
 * Ends at which a cell stops from full speed, as models without a window have them. They count as kinks, so that
 * integrators lay a step to end on them.
 */
export const wallKinks = { rising: () => 1, falling: () => 0 } as const;

/** Whether a cell stands against the wall that it moves towards. */
export const isAtWall = (x: number, speed: number, slowed: number): boolean =>
  speed > 0 ? (slowed & SLOWED_RISING) !== 0 && x >= 1 : (slowed & SLOWED_FALLING) !== 0 && x <= 0;

/** ngspice has no way to stop at a wall: there the speed falls to 0 over the last millionth. */
const spiceRoom = (room: string): string => `min(1,1e6*max(0,${room}))`;

/** The factor that stops a cell for ngspice. @param rising an expression that is above 0 where x rises */
export const spiceWalls = (rising: string): string => `(${rising}>0 ? ${spiceRoom('1-{x}')} : ${spiceRoom('{x}')})`;
