# needs: numpy
"""The update of an array of Yakopcic cells (silver chalcogenide, Oblea 2010) as one writes it in numpy: an explicit Euler
step in float32 for every cell, with ideal columns.

The first line on stdin is {rows, columns, states, updates}; a question {steps} is answered with the CPU seconds that so
many updates took, and {"states": true} with the states after the first
update alone. States are float32 in base64, row after row."""
import base64
import json
import math
import sys
import time

import numpy as np

AP = AN = 4000.0
# no numpy scalars: they would make float64 of all that they meet
VP, VN, XP, XN, ALPHA_P, ALPHA_N = 0.16, 0.15, 0.3, 0.5, 1.0, 5.0
EXP_VP, EXP_VN = math.exp(VP), math.exp(VN)


class Update:
    def __init__(self, pulses):
        self.falls = np.equal.outer(pulses["positiveInputs"], pulses["positiveErrors"])
        for name in ("riseVolts", "fallVolts", "riseSeconds", "fallSeconds"):
            setattr(self, name, np.asarray(pulses[name], np.float32))

    def apply(self, x):
        v = np.where(self.falls, self.fallVolts[:, None], self.riseVolts[:, None])
        dt = np.where(self.falls, self.fallSeconds[None, :], self.riseSeconds[None, :])
        g = np.where(v > VP, AP * (np.exp(v) - EXP_VP), np.where(v < -VN, -AN * (np.exp(-v) - EXP_VN), 0))
        rising = np.where(x >= XP, np.exp(-ALPHA_P * (x - XP)) * ((XP - x) / (1 - XP) + 1), 1)
        falling = np.where(x <= 1 - XN, np.exp(ALPHA_N * (x + XN - 1)) * (x / (1 - XN)), 1)
        x[...] = np.clip(x + dt * g * np.where(v >= 0, rising, falling), 0, 1).astype(np.float32)


def main():
    problem = json.loads(sys.stdin.readline())
    updates = [Update(pulses) for pulses in problem["updates"]]
    start = np.frombuffer(base64.b64decode(problem["states"]), np.float32).reshape(problem["rows"], problem["columns"])
    x = start.copy()
    done = 0
    print(json.dumps({"version": np.__version__}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        if question.get("states"):
            first = start.copy()
            updates[0].apply(first)
            print(json.dumps({"states": base64.b64encode(first.tobytes()).decode()}), flush=True)
            continue
        begun = time.process_time()
        for _ in range(question["steps"]):
            updates[done % len(updates)].apply(x)
            done += 1
        print(json.dumps({"seconds": time.process_time() - begun}), flush=True)


main()
