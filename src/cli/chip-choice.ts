import { dirname, resolve } from 'node:path';
import { ConfigError, type BoardIdentity, type DeviceProfile } from '../core/index.js';
import { deviceProfile } from '../pulse/index.js';
import { builtInChip, builtInChipNames, parseChipFile, type ChipDescription } from '../twin/index.js';
import { readTextFile } from './read-text-file.js';

export const DEFAULT_CHIP = 'silver-chalcogenide';

const isFile = (choice: string): boolean => /\.ya?ml$/u.test(choice);

/**
 * The chip of a twin: a built-in device by name, or a chip file.
 *
 * @throws ConfigError when there is neither
 */
export function chipFor(choice: string): ChipDescription {
  if (isFile(choice)) {
    return parseChipFile(readTextFile(choice, 'a chip file (YAML)'), choice, (path) =>
      readTextFile(resolve(dirname(choice), path), 'a table of pulses (CSV)'),
    );
  }
  if (builtInChipNames.some((name) => name === choice)) return builtInChip(choice);
  throw new ConfigError(
    'bad-config',
    `No chip is called '${choice}'. Give ${builtInChipNames.join(', ')} or a chip file that ends in .yaml.`,
    { chip: choice },
  );
}

/**
 * What the host takes the devices on a board to be: what the board says, unless the user says it.
 *
 * @throws ConfigError when the two disagree or neither says
 */
export function profileOf(identity: BoardIdentity, choice: string | undefined): DeviceProfile {
  const chosen = choice === undefined ? undefined : isFile(choice) ? chipFor(choice).device : choice;
  if (chosen === undefined && identity.chip === '') {
    throw new ConfigError('bad-argument', 'The board does not say what chip it holds. Say it with --chip NAME.');
  }
  if (chosen !== undefined && identity.chip !== '' && chosen !== identity.chip) {
    throw new ConfigError(
      'bad-argument',
      `The board says it holds ${identity.chip}, and --chip says ${chosen}. ` +
        'Drop --chip, or connect the board with that chip.',
      { board: identity.chip, chip: chosen },
    );
  }
  return deviceProfile(chosen ?? identity.chip);
}
