/** The modules that hold benches, in the order in which they run. */
export const modules = [
  'update.mjs',
  'update-ngspice.mjs',
  'update-growth.mjs',
  'p1-step-chip.mjs',
  'p1-step-board.mjs',
  'wires.mjs',
  'memory.mjs',
  'compile.mjs',
  'read-round-trip.mjs',
  'streaming.mjs',
  'journalling.mjs',
];

/** Every bench with the module that it is in. */
export async function allBenches() {
  const found = [];
  for (const module of modules) {
    const { benches } = await import(new URL(module, import.meta.url).href);
    for (const [index, { figures, pinned = true }] of benches.entries()) found.push({ module, index, pinned, figures });
  }
  return found;
}
