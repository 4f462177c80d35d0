export * from './board/index.js';
export * from './chip/index.js';
