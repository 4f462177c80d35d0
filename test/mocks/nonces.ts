/** Another nonce for every session, the same ones in every run: as a host draws them, without the chance. */
export function noncesFrom(first: number): () => number {
  let next = first;
  return () => (next += 1) - 1;
}
