import { boardRigs } from './board-rigs.js';
import { describePlanContract } from './describe-plan-contract.js';

for (const [name, makeRig] of boardRigs) describePlanContract(name, makeRig);
