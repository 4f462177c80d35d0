/** Where a command writes: data to stdout, everything for people to stderr. */
export interface Terminal {
  /** One document or table; a line feed is added. */
  data(text: string): void;
  /** A line for people. */
  say(text: string): void;
  /** True where stderr is a terminal that can redraw a line. */
  readonly redraws: boolean;
  /** Columns of stdout where it is a terminal. */
  readonly columns: number;
  /** True where stdout shows colours. */
  readonly colours: boolean;
}

export function processTerminal(): Terminal {
  // whoever reads the data may have seen enough, as head has: that is no failure, and nobody is left to tell
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const plain = process.env['CI'] !== undefined || process.env['TERM'] === 'dumb';
  return {
    data: (text) => void process.stdout.write(`${text}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
    redraws: process.stderr.isTTY && !plain,
    columns: process.stdout.columns ?? 100,
    colours: process.stdout.isTTY && process.env['NO_COLOR'] === undefined && !plain,
  };
}
