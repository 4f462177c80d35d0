/**
 * A UUID that sorts by time (RFC 9562, version 7).
 *
 * @param random ten random bytes or more
 */
export function uuidV7(time: Date, random: Uint8Array): string {
  const milliseconds = time.getTime().toString(16).padStart(12, '0');
  const bytes = Array.from(random.subarray(0, 10));
  bytes[0] = (bytes[0]! & 0x0f) | 0x70;
  bytes[2] = (bytes[2]! & 0x3f) | 0x80;
  const hex = milliseconds + bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
