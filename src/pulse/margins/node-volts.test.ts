import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extremeNodeVolts } from './node-volts.js';

const nodeOf = (volts: readonly number[], siemens: readonly number[], tie: { siemens: number; amperes: number }) => {
  let amperes = tie.amperes;
  let sum = tie.siemens;
  for (const [line, v] of volts.entries()) {
    amperes += v * siemens[line]!;
    sum += siemens[line]!;
  }
  return amperes / sum;
};

const line = fc.record({
  volts: fc.double({ min: -2, max: 2, noNaN: true }),
  least: fc.double({ min: 1e-4, max: 1e-2, noNaN: true }),
  more: fc.double({ min: 0, max: 5e-2, noNaN: true }),
});
const tieOf = fc.record({
  siemens: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  amperes: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
});

describe('the extreme voltage of a node', () => {
  it('is the largest and the smallest over every corner of the conductances', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 7 }), tieOf, (lines, tie) => {
        const volts = lines.map((one) => one.volts);
        const corners = Array.from({ length: 2 ** lines.length }, (_, corner) =>
          nodeOf(
            volts,
            lines.map(({ least, more }, k) => ((corner >> k) & 1 ? least + more : least)),
            tie,
          ),
        );
        const bundle = {
          volts: Float64Array.from(volts),
          leastSiemens: Float64Array.from(lines, ({ least }) => least),
          mostSiemens: Float64Array.from(lines, ({ least, more }) => least + more),
        };
        expect(extremeNodeVolts(bundle, tie, 1)).toBeCloseTo(Math.max(...corners), 12);
        expect(extremeNodeVolts(bundle, tie, -1)).toBeCloseTo(Math.min(...corners), 12);
      }),
      { seed: 41 },
    );
  });

  it('is the tie where no cell conducts, and nothing where nothing holds it', () => {
    const none = { volts: Float64Array.of(1), leastSiemens: Float64Array.of(0), mostSiemens: Float64Array.of(0) };
    expect(extremeNodeVolts(none, { siemens: 2, amperes: 0.5 }, 1)).toBe(0.25);
    expect(extremeNodeVolts(none, { siemens: 0, amperes: 0 }, -1)).toBeNaN();
  });
});
