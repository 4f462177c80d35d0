export { openAnyBoard, type TwinWishes } from './open-board.js';
