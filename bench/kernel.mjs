// npm run bench:kernel - the twin's kernel on one thread: cells moved a second, and samples of P1's online training.
import { median } from './figure.mjs';
import { densePulse, trainingStep } from './kernel-problems.mjs';

const ROUNDS = 7;
const ROUND_MS = 300;

const cpuMilliseconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};

/**
 * Processor time, as others may be running on the machine; the kernel has but one thread.
 *
 * @returns calls a second, the median of several rounds after one to warm up
 */
function rate(act) {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const start = cpuMilliseconds();
    let calls = 0;
    while (cpuMilliseconds() - start < ROUND_MS) {
      act();
      calls += 1;
    }
    return (1e3 * calls) / (cpuMilliseconds() - start);
  });
  return median(rounds.slice(1));
}

const print = (name, value, unit) => console.log(JSON.stringify({ name, value: Number(value.toPrecision(4)), unit }));

const { pulse, cells } = densePulse({ rows: 784, columns: 397 });
print('kernel dense pulse 784x397 single', cells * rate(pulse), 'cells/s');
print('kernel training step 784-397-204-10 single', rate(trainingStep()), 'samples/s');
const double = densePulse({ rows: 784, columns: 397 }, 'double');
print('kernel dense pulse 784x397 double', double.cells * rate(double.pulse), 'cells/s');
