import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../../core/index.js';
import { packageFile } from '../package-root.js';

/** A figure before it is taken, as bench/README.md describes it. */
export interface DeclaredFigure {
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  readonly peer?: string;
  /** The package that Debian has the peer, or the reference of an error, in. */
  readonly debian?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One process' worth of figures. */
export interface ListedBench {
  readonly module: string;
  /** Which of the module's. */
  readonly index: number;
  readonly figures: readonly DeclaredFigure[];
}

/** The benches that the package carries, in the order in which they run. */
export async function listBenches(): Promise<readonly ListedBench[]> {
  const index = packageFile('bench/index.mjs');
  if (!existsSync(index)) {
    throw new ConfigError(
      'bad-config',
      `There are no benches at ${index}. Install the package with its bench folder.`,
      {
        index,
      },
    );
  }
  const { allBenches } = (await import(pathToFileURL(index).href)) as {
    allBenches: () => Promise<readonly ListedBench[]>;
  };
  return allBenches();
}

/**
 * The benches with figures of these names, and of those figures only the ones that were named.
 *
 * @param names whole, or what they begin with; none for all
 * @throws ConfigError for a name that no figure begins with
 */
export function benchesNamed(benches: readonly ListedBench[], names: readonly string[]): readonly ListedBench[] {
  const known = benches.flatMap(({ figures }) => figures.map(({ name }) => name));
  const unknown = names.find((name) => !known.some((figure) => figure.startsWith(name)));
  if (unknown !== undefined) {
    throw new ConfigError(
      'bad-argument',
      `No figure's name begins with '${unknown}'. These are known: ${known.join(', ')}.`,
      { name: unknown },
    );
  }
  // a whole name means that figure alone, though others may begin with it
  const isWanted = ({ name }: DeclaredFigure): boolean =>
    names.length === 0 || names.some((named) => (known.includes(named) ? name === named : name.startsWith(named)));
  return benches
    .map((bench) => ({ ...bench, figures: bench.figures.filter(isWanted) }))
    .filter(({ figures }) => figures.length > 0);
}
