// One quarter-period update of a 10 x 10 array beside a transient analysis of the same plan in ngspice, as coarse as an
// error of .02 % allows it to be.
import { planNetlist } from '../dist/twin/index.js';
import { circuit, makeArray } from './array-under-test.mjs';
import { limits } from './board-limits.mjs';
import { inTurns, median, secondsOf } from './figure.mjs';
import { drawnStates, drawnUpdate } from './quarter-update.mjs';
import { largestError } from './tight-ode.mjs';

const SHAPE = { rows: 10, columns: 10 };
const COLUMNS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const ROUNDS = 7;
/** Of the largest change of x. */
const ERROR = 2e-4;
/** Longest steps of the analysis to choose from, as parts of the plan. */
const STEPS = [50, 100, 150, 200, 250, 300, 400, 500, 1000, 2000];
const OPTIONS = 'method=gear reltol=1e-4 vntol=1e-9 abstol=1e-12 noacct';

const figures = [
  {
    name: 'update-10x10-ngspice',
    what: 'updates of a 10x10 array in a second, at an error of at most .02 % of the change',
    unit: 'updates/s',
    peer: 'runs of ngspice at that error',
    debian: 'ngspice',
    atLeast: 10_000,
  },
  {
    name: 'update-10x10-ngspice-error',
    what: 'largest error of x in it over the largest change, against a tight ODE',
    unit: '',
    atMost: ERROR,
  },
];

const { plan, ...drawn } = drawnUpdate(SHAPE, '10x10');
const start = drawnStates(SHAPE, '10x10');
const errorOf = (states, change) => largestError(start, states, SHAPE, drawn.blocks, circuit, COLUMNS) / change;

/** The netlist of the plan with another step and other tolerances. */
function withStep(netlist, parts) {
  const seconds = limits.tickSeconds * plan.blocks.ticks.reduce((sum, ticks) => sum + ticks, 0);
  const step = (seconds / parts).toPrecision(6);
  return netlist
    .replace(/^tran \S+ (\S+) (\S+) \S+ uic$/mu, `tran ${step} $1 $2 ${step} uic`)
    .replace(/^\.options .*$/mu, `.options ${OPTIONS}`);
}

function statesIn(printed) {
  const states = new Float64Array(SHAPE.rows * SHAPE.columns).fill(NaN);
  for (const [, row, column, state] of printed.matchAll(/^x\[w(\d+)b(\d+)\] = (\S+)$/gmu)) {
    states[Number(row) * SHAPE.columns + Number(column)] = Number(state);
  }
  return states;
}

/** The coarsest analysis that is right enough; undefined without ngspice. */
function chooseStep(ngspice, netlist, change) {
  for (const parts of STEPS) {
    const chosen = withStep(netlist, parts);
    const run = ngspice(chosen);
    if (run === undefined) return undefined;
    const error = errorOf(statesIn(run.printed), change);
    if (error <= ERROR) return { netlist: chosen, parts, error };
  }
  throw new Error(`ngspice is not within ${ERROR} with ${STEPS.at(-1)} steps`);
}

async function run({ ngspice, say }) {
  const { array, update } = makeArray(SHAPE, start);
  const netlist = planNetlist(plan, limits, array, 'benchmark');
  update(drawn);
  const after = array.states.slice();
  const change = after.reduce((most, x, cell) => Math.max(most, Math.abs(x - start[cell])), 0);
  const peer = chooseStep(ngspice, netlist, change);
  const restarted = () => {
    // or the cells would end at an end, where nothing moves
    array.loadStates(start);
    update(drawn);
  };
  // long enough for the compiler, which has the same CPU
  secondsOf(restarted, 1);
  const contestants = {
    ours: () => 1 / secondsOf(restarted, 0.1),
    ...(peer && { theirs: () => 1 / ngspice(peer.netlist).cpuSeconds }),
  };
  const { ours, theirs } = await inTurns(ROUNDS, contestants);
  if (peer) {
    say(`ngspice: ${OPTIONS}, longest step 1/${peer.parts} of the plan; its error is ${peer.error.toExponential(1)}`);
  }
  return {
    'update-10x10-ngspice': { value: median(ours), ...(peer && { peerValue: median(theirs) }) },
    'update-10x10-ngspice-error': { value: errorOf(after, change), ...(peer && { peerError: peer.error }) },
  };
}

export const benches = [{ figures, run }];
