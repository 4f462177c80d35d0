# needs: numpy scipy
"""The wire problem of bench/wires.mjs solved by scipy's sparse LU: all 2 n^2 nodes, as badcrossbar does.

A question {n} is answered with the CPU seconds of one factorisation and one solve together (the matrix is assembled before
the clock starts), and the currents out of the columns after a step of refinement.
With --golden it prints test/golden/wires/scipy.json instead. Debian's python3-scipy does; give it one thread:

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 bench/peers/wires_scipy.py
"""
import json
import sys
import time

import numpy as np
import scipy
import scipy.sparse as sp
import scipy.sparse.linalg as sla

OHMS = 1.0


def problem(n):
    """G of 10 to 100 uS row by row, then V of 0 to 0.5 V, from x' = 1664525 x + 1013904223 mod 2^32, x = n first."""
    x, uniform = n, []
    for _ in range(n * n + n):
        x = (1664525 * x + 1013904223) % 2**32
        uniform.append(x / 2**32)
    uniform = np.array(uniform)
    return 1e-5 + 9e-5 * uniform[: n * n].reshape(n, n), 0.5 * uniform[n * n :]


def assemble(cells):
    """Rows driven from the left, columns at 0 V at the bottom, a segment before the first and after the last cell."""
    n, m = cells.shape
    segment = 1 / OHMS
    rows = np.arange(n * m).reshape(n, m)
    columns = rows + n * m
    at, to, siemens = [], [], []

    def branch(a, b, g):
        g = np.broadcast_to(g, a.shape).ravel()
        a, b = a.ravel(), b.ravel()
        at.extend([a, b, a, b])
        to.extend([a, b, b, a])
        siemens.extend([g, g, -g, -g])

    branch(rows, columns, cells)
    branch(rows[:, :-1], rows[:, 1:], segment)
    branch(columns[:-1], columns[1:], segment)
    for ends in (rows[:, 0], columns[-1]):
        at.append(ends)
        to.append(ends)
        siemens.append(np.full(ends.shape, segment))
    triplets = (np.concatenate(siemens), (np.concatenate(at), np.concatenate(to)))
    return sp.csc_matrix(triplets, shape=(2 * n * m, 2 * n * m)), rows, columns, segment


def solve(n):
    cells, volts = problem(n)
    matrix, rows, columns, segment = assemble(cells)
    right = np.zeros(matrix.shape[0])
    right[rows[:, 0]] = segment * volts
    start = time.process_time()
    factors = sla.splu(
        matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
    )
    nodes = factors.solve(right)
    seconds = time.process_time() - start
    nodes += factors.solve(right - matrix @ nodes)
    return seconds, segment * nodes[columns[-1]]


def golden():
    sizes = {str(n): [float(f"{i:.12e}") for i in solve(n)[1]] for n in (32, 64, 128)}
    made = f"python3 bench/peers/wires_scipy.py --golden (scipy {scipy.__version__}, SuperLU, one step of refinement)"
    what = "amperes out of the columns of problem(n), " + problem.__doc__
    print(json.dumps({"made": made, "what": what, "amperes": sizes}))


if sys.argv[1:] == ["--golden"]:
    golden()
else:
    for line in sys.stdin:
        seconds, amperes = solve(json.loads(line)["n"])
        print(json.dumps({"seconds": seconds, "amperes": amperes.tolist()}), flush=True)
