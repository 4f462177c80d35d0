// What a benchmark of the wire prints: a JSON line a figure on stdout, and the same for people on stderr.
import { loadavg } from 'node:os';

/** Others on the machine cost more than most of what is measured. */
process.on('exit', () => console.error(`load of the machine over the last minute: ${loadavg()[0].toFixed(1)}`));

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * Runs every contestant once a round, each round beginning with the next one, so that a machine that slows down or
 * warms up does so for all of them.
 *
 * @param contestants functions by name; each does one block of work and gives its figure
 * @returns all figures by name, in the order of the rounds
 */
export async function inTurns(rounds, contestants) {
  const names = Object.keys(contestants);
  const figures = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      figures[name].push(await contestants[name]());
    }
  }
  return figures;
}

const short = (number) => Number(number.toPrecision(4));

/**
 * @param figure what was measured and the same of a peer
 * @param bound `atMost` or `atLeast`, where there is a target for the ratio
 */
export function print({ name, value, unit, peer, peerValue }, bound = {}) {
  const ratio = value / peerValue;
  const line = { name, value: short(value), unit, peer, peerValue: short(peerValue), ratio: short(ratio) };
  console.log(JSON.stringify({ ...line, ...bound }));
  const { atMost = Infinity, atLeast = -Infinity } = bound;
  const met = ratio <= atMost && ratio >= atLeast ? 'held' : 'MISSED';
  const [target] = Object.entries(bound).map(([side, limit]) => `, ${side} ${limit} wanted: ${met}`);
  const beside = `beside ${line.peerValue} ${unit} (${peer})`;
  console.error(`${name}: ${line.value} ${unit} ${beside}, ratio ${line.ratio}${target ?? ''}`);
}
