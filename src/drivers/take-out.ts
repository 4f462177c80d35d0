/**
 * Takes an item out of a short list, where it mostly is the first. For what comes and goes by the thousand a list is
 * better than a Set or a Map: those make a new table now and then, and every old table holds the next one, with all that
 * was ever in it, until the whole heap is collected.
 *
 * @returns whether it was there
 */
export function takeOut<Item>(list: Item[], item: Item): boolean {
  const at = list.indexOf(item);
  if (at === 0) list.shift();
  else if (at > 0) list.splice(at, 1);
  return at >= 0;
}
