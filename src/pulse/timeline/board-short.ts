import { ConfigError, type BoardLimits } from '../../core/index.js';

/** What a timeline can ask of a board in vain, by the name under which the board declares it. */
export type Capability = keyof BoardLimits | 'rows' | 'columns';

/** The timeline cannot be made on this board; `details.capability` is what it lacks. */
export const boardShort = (capability: Capability, what: string, remedy: string): ConfigError =>
  new ConfigError('bad-argument', `${what} The board's ${capability} is too little for it. ${remedy}`, { capability });
