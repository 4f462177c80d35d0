// How figures are taken, and what is said of them.

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

const short = (number) => (typeof number === 'number' ? Number(number.toPrecision(4)) : null);

/** Whether a target holds; null where there is none, or nothing to hold to it. */
function isHeld({ atLeast = -Infinity, atMost = Infinity }, number) {
  if (typeof number !== 'number' || (atLeast === -Infinity && atMost === Infinity)) return null;
  return number >= atLeast && number <= atMost;
}

/**
 * The line of one figure.
 *
 * @param figure as a bench declares it
 * @param measured the value, alone or with what is said of the peer; null where it could not be taken without what
 *   `figure.debian` has
 */
export function figureLine(figure, measured) {
  const isAlone = measured === null || typeof measured === 'number';
  const { value, peerValue, ...more } = isAlone ? { value: measured } : measured;
  const { name, unit, peer, debian, atLeast, atMost } = figure;
  const ratio = peerValue === undefined ? undefined : value / peerValue;
  const isMissing = value === null || (peer !== undefined && peerValue === undefined);
  return {
    name,
    value: short(value),
    unit,
    peer: peer === undefined || isMissing ? null : peer,
    peerValue: short(peerValue),
    ratio: short(ratio),
    atLeast: atLeast ?? null,
    ...(atMost === undefined ? {} : { atMost }),
    held: isHeld(figure, peer === undefined ? value : ratio),
    ...(isMissing ? { install: debian } : {}),
    ...more,
  };
}

/** Of this process with all of its threads, whatever else the machine does. */
export function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * CPU seconds a call takes, over as many calls as last long enough to be timed.
 *
 * @param act is called once at least
 */
export function secondsOf(act, leastSeconds = 0.03) {
  const begun = cpuSeconds();
  let calls = 0;
  // looking at the clock takes longer than the shortest of calls
  for (let batch = 1; ; batch *= 2) {
    for (let k = 0; k < batch; k += 1) act();
    calls += batch;
    const seconds = cpuSeconds() - begun;
    if (seconds >= leastSeconds) return seconds / calls;
  }
}
