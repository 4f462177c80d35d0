/** A number in a netlist: all the digits that count, no more, and never one of SPICE's scale letters. */
export const spiceNumber = (value: number): string => String(Number(value.toPrecision(15)));
