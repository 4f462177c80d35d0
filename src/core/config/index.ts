export { configProblem, firstZodProblem, wordIssue } from './config-problem.js';
export { quantity, wordOrQuantity, wrongKind } from './quantity-schema.js';
export { parseYaml } from './yaml-text.js';
