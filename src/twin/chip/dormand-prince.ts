/** The Dormand-Prince 5(4) pair (J. Comp. Appl. Math. 6, 1980): seven stages, the last being the next step's first. */
export const STAGES = 7;

/** Row s holds the weights of stages 0..s-1 that give the state at stage s; row 6 is the fifth-order result. */
export const STAGE_WEIGHTS = Float64Array.from(
  [
    [0, 0, 0, 0, 0, 0, 0],
    [1 / 5, 0, 0, 0, 0, 0, 0],
    [3 / 40, 9 / 40, 0, 0, 0, 0, 0],
    [44 / 45, -56 / 15, 32 / 9, 0, 0, 0, 0],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729, 0, 0, 0],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656, 0, 0],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0],
  ].flat(),
);

/** Fifth-order minus fourth-order weights: the estimate of the local error. */
export const ERROR_WEIGHTS = Float64Array.of(71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40);
