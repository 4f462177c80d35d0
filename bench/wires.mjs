// Wires solved at every node, beside scipy's sparse LU of the same circuit, each in turn: factor and solve for new cells,
// reads between writes, growth with the array. A JSON line a figure on stdout, and what it means on stderr.
//   npm run build && node bench/wires.mjs [rounds]
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EffectiveRead } from '../dist/twin/wires/effective-read.js';
import { WireSolver } from '../dist/twin/wires/wire-solver.js';
import { inTurns, median } from './figure.mjs';

const ROUNDS = Math.max(5, Number(process.argv[2] ?? 7));
/** A block of solves takes about so long, so that a clock's tick or another process does not show. */
const BLOCK_MILLISECONDS = 40;
/** What CrossSim 3.2 takes warm for an error of 1e-3 (measured once; it is no Debian package). */
const CROSSSIM_MILLISECONDS = { 32: 0.26, 64: 0.8 };
const PYTHONS = ['/usr/bin/python3', 'python3'];

/** As in bench/peers/wires_scipy.py. */
export function wireProblem(n) {
  let x = n;
  const uniform = () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return x / 2 ** 32;
  };
  const cells = Float64Array.from({ length: n * n }, () => 1e-5 + 9e-5 * uniform());
  return { cells, volts: Float64Array.from({ length: n }, () => 0.5 * uniform()) };
}

export function wireSolver(n) {
  const { cells, volts } = wireProblem(n);
  const solver = new WireSolver({ shape: { rows: n, columns: n }, rowSegmentOhms: 1, columnSegmentOhms: 1 });
  solver.left.connectAll(0, 0);
  solver.left.drive(volts);
  solver.bottom.connectAll(0, 0);
  return { solver, cells, volts };
}

/** Milliseconds of one call, over a block of them. */
function timed(call) {
  const start = performance.now();
  let calls = 0;
  do {
    call();
    calls += 1;
  } while (performance.now() - start < BLOCK_MILLISECONDS);
  return (performance.now() - start) / calls;
}

/** scipy behind a pipe; undefined where no Python here has it. */
export async function startScipy() {
  const script = fileURLToPath(new URL('peers/wires_scipy.py', import.meta.url));
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  for (const python of PYTHONS) {
    const child = spawn(python, [script], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    const ended = new Promise((resolve) => child.once('error', resolve).once('close', resolve)).then(() => undefined);
    child.stdin.on('error', () => {});
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const solve = async (n) => {
      child.stdin.write(`${n}\n`);
      const line = await Promise.race([lines.next(), ended]);
      return line?.value === undefined ? undefined : JSON.parse(line.value);
    };
    if (await solve(2)) return { solve, close: () => child.stdin.end() };
  }
  return undefined;
}

const largestError = (found, wanted) =>
  wanted.reduce((most, value, k) => Math.max(most, Math.abs(found[k] / value - 1)), 0);

/** One factorisation and one solve for new cells at each size, against scipy where it is there. */
export async function solveFigures(scipy, sizes = [32, 64, 128, 256], rounds = ROUNDS) {
  const figures = [];
  for (const n of sizes) {
    const { solver, cells } = wireSolver(n);
    const currents = () => {
      solver.setConductances(cells);
      solver.solve();
      return solver.endAmperes('bottom');
    };
    let reference;
    const milliseconds = await inTurns(rounds, {
      wires: () => timed(currents),
      ...(scipy && {
        scipy: async () => {
          const { seconds, amperes } = await scipy.solve(n);
          reference = amperes;
          return 1000 * seconds;
        },
      }),
    });
    const value = median(milliseconds.wires);
    const name = `wires-solve-${n}`;
    if (scipy) {
      figures.push(ratio(name, value, 'ms', 'scipy splu', median(milliseconds.scipy), n >= 128 ? 100 : undefined));
      const error = largestError(currents(), reference);
      figures.push(ratio(`wires-error-${n}`, error, 'of the current', 'most allowed', 1e-6, 1));
    }
    const crossSim = CROSSSIM_MILLISECONDS[n];
    if (crossSim) figures.push(ratio(name, value, 'ms', 'CrossSim at 1e-3', crossSim, 1));
  }
  return figures;
}

/** From 32 to 512, against cells^1.2. */
export async function growthFigures(rounds = ROUNDS) {
  const call = (n) => {
    const { solver, cells } = wireSolver(n);
    return () =>
      timed(() => {
        solver.setConductances(cells);
        solver.solve();
      });
  };
  const { small, large } = await inTurns(rounds, { small: call(32), large: call(512) });
  const growth = median(large) / median(small);
  return [
    ratio('wires-solve-512', median(large), 'ms'),
    ratio('wires-growth-32-512', growth, 'times', 'cells^1.2', 256 ** 1.2, 1),
  ];
}

/** A read between writes, and the first after one, at 256 x 256. */
export async function readFigures(rounds = ROUNDS, n = 256) {
  const { solver, cells, volts } = wireSolver(n);
  const cached = wireSolver(n);
  cached.solver.setConductances(cached.cells);
  const read = new EffectiveRead(cached.solver);
  const start = performance.now();
  read.prepare();
  const preparation = performance.now() - start;
  const out = new Float64Array(n);
  const { first, later } = await inTurns(rounds, {
    first: () =>
      timed(() => {
        solver.setConductances(cells);
        solver.solve();
      }),
    later: () => timed(() => read.forward(volts, out)),
  });
  return [
    ratio(`wires-read-${n}`, median(later), 'ms', 'first read after a write', median(first), 20),
    ratio(`wires-prepare-${n}`, preparation, 'ms'),
  ];
}

const short = (number) => (number === undefined ? undefined : Number(number.toPrecision(4)));

/** `ratio` is how many times less than the peer's; undefined fields are left out of the line. */
function ratio(name, value, unit, peer, peerValue, atLeast) {
  const times = peerValue === undefined ? undefined : peerValue / value;
  return { name, value: short(value), unit, peer, peerValue: short(peerValue), ratio: short(times), atLeast };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const scipy = await startScipy();
  if (!scipy) console.error('no Python here has scipy (Debian: python3-scipy): nothing stands beside these figures');
  for (const figures of [await solveFigures(scipy), await growthFigures(), await readFigures()]) {
    for (const figure of figures) {
      console.log(JSON.stringify(figure));
      const { name, value, unit, peer, peerValue, ratio: times, atLeast } = figure;
      const beside = peer ? ` beside ${peerValue} (${peer}), ${times} times less` : '';
      const verdict =
        atLeast === undefined ? '' : `, at least ${atLeast} wanted: ${times >= atLeast ? 'held' : 'MISSED'}`;
      console.error(`${name}: ${value} ${unit}${beside}${verdict}`);
    }
  }
  scipy?.close();
}
