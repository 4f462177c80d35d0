/**
 * Two ends of one reliable or unreliable stream of bytes, without ports or timers: what the board side of a link looks
 * like to the twin, and the in-process transport to the host.
 */
export interface ByteLink {
  /** Takes bytes from the other side, in any chunking. */
  receive(bytes: Uint8Array): void;
  /** Called with bytes for the other side. */
  onSend: (bytes: Uint8Array) => void;
}
