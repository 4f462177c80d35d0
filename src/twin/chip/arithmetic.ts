/**
 * How an array is worked out: by the plain solvers in TypeScript, which keep every step to 1e-8 of x, or by a kernel in
 * WebAssembly where there is one for the cells, in double (1e-7 of x) or single precision (1e-4, and half the memory).
 */
export const arithmetics = ['plain', 'double', 'single'] as const;

export type Arithmetic = (typeof arithmetics)[number];
