import { boardRigs } from './board-rigs.js';
import { describeBoardContract } from './describe-board-contract.js';

for (const [name, make] of boardRigs) describeBoardContract(name, make);
