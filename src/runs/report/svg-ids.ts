/**
 * Gives the ids of one SVG a prefix and numbers of their own. Two pictures in one page must not share an id, and vega
 * counts its ids over the life of the process, which would make the second report differ from the first.
 */
export function scopeSvgIds(svg: string, prefix: string): string {
  const names = new Map<string, string>();
  const scoped = (id: string): string => {
    const name = names.get(id) ?? `${prefix}-${names.size}`;
    names.set(id, name);
    return name;
  };
  return svg.replace(
    /(\bid="|url\(#|href="#)([^")]+)/g,
    (_match: string, before: string, id: string) => before + scoped(id),
  );
}
