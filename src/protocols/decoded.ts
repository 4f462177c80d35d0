/** What decoding foreign bytes gives: bad bytes are an answer, never an exception. */
export type Decoded<Value, Reason extends string> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: Reason };

export const decoded = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });

export const undecodable = <Reason extends string>(
  reason: Reason,
): { readonly ok: false; readonly reason: Reason } => ({
  ok: false,
  reason,
});
