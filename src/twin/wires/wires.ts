/** The lines of an array as wires, and on which sides its board connects to them. */
export interface Wires {
  /** From one cell to the next along a row, and from its outer cells to its ends, ohms; 0 lumps the rows. */
  readonly rowSegmentOhms: number;
  /** Likewise of columns. */
  readonly columnSegmentOhms: number;
  /** Where rows are driven. Where they are sensed is the other side; the right, where they are driven at both. */
  readonly rowDrivers: 'left' | 'right' | 'both';
  /** Where columns are sensed; they are driven, in backward reads, at the other side. */
  readonly columnSenses: 'bottom' | 'top';
}
