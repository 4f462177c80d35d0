/**
 * The lines that meet in one node: what each is at, and the least and the most that its cell conducts. Where the two are
 * equal the cell is known.
 */
export interface NodeLines {
  readonly volts: Float64Array;
  readonly leastSiemens: Float64Array;
  readonly mostSiemens: Float64Array;
}

/** What ties a node beside its cells: a switch, a driver, a reference conductance, added up (Norton). */
export interface NodeTie {
  readonly siemens: number;
  /** What the tie would drive into the node at 0 V: the sum of its conductances times their volts. */
  readonly amperes: number;
}

/**
 * The highest (side 1) or lowest (side -1) voltage that a node can have, whatever each cell conducts within its bounds:
 * v* = (sum v_i G_i + I) / (sum G_i + G), P1's equation IV.1 solved for v. A weighted mean is pulled by each G_i towards
 * v_i, so at the highest v* every line above it conducts its most and every line below it its least. Begun with the
 * least of all and repeated with the assignment that v* itself asks for, it rises to the highest in a few rounds
 * (Dinkelbach's method for ratios). Exact: there are cells for which the node has this voltage.
 *
 * @returns NaN where nothing holds the node
 */
export function extremeNodeVolts(
  { volts, leastSiemens, mostSiemens }: NodeLines,
  tie: NodeTie,
  side: 1 | -1,
  count = volts.length,
): number {
  let extreme = Number.NaN;
  // above every line: all conduct their least
  let split = Number.POSITIVE_INFINITY;
  for (;;) {
    let amperes = side * tie.amperes;
    let siemens = tie.siemens;
    for (let line = 0; line < count; line += 1) {
      const v = side * volts[line]!;
      const g = v > split ? mostSiemens[line]! : leastSiemens[line]!;
      amperes += g * v;
      siemens += g;
    }
    const next = amperes / siemens;
    // rounding must not send it round for ever
    if (next <= extreme + 1e-15 * Math.abs(extreme) || Number.isNaN(next)) return side * extreme;
    extreme = next;
    split = next;
  }
}
