export { measureSlopes, type SlopeOptions, type UpdateSlopes } from './measure-slopes.js';
export { readConductances } from './read-conductances.js';
export { writeRows, type WriteOptions, type WriteReport } from './write-rows.js';
