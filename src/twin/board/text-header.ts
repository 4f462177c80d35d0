/**
 * A header as SCPI writes it, `SYSTem:ERRor[:NEXT]?`, as a test of what was sent: capitals are the short form, all
 * letters the long one, nothing between, brackets may be left out, case does not matter.
 */
export function headerPattern(header: string): RegExp {
  const source = header
    .replaceAll(/[*?]/g, '\\$&')
    .replaceAll('[', '(?:')
    .replaceAll(']', ')?')
    .replaceAll(/([A-Z]+)([a-z]+)/g, '$1(?:$2)?');
  return new RegExp(`^${source}$`, 'i');
}

/** Where headers of a line without a leading colon are looked up first; '' is the root, else it ends in a colon. */
export type HeaderPath = string;

/**
 * Finds what a header stands for: below the path of the header before it, then at the root; a leading colon means the
 * root alone. Common commands (`*`) have no path and leave it as it is.
 *
 * @param find what stands under a full header
 */
export function resolveHeader<Found>(
  header: string,
  path: HeaderPath,
  find: (full: string) => Found | undefined,
): readonly [found: Found | undefined, path: HeaderPath] {
  if (header.startsWith('*')) return [find(header), path];
  const candidates = header.startsWith(':') ? [header.slice(1)] : [path + header, header];
  for (const full of candidates) {
    // a common command is none behind a colon
    const found = full.includes('*') ? undefined : find(full);
    if (found !== undefined) return [found, full.slice(0, full.lastIndexOf(':') + 1)];
  }
  return [undefined, path];
}
