// A vector is 16 bytes: four cells in single precision, two in double.

@inline
export const VECTOR: usize = 16;

/** The sum over a vector's lanes. */
@inline
export function laneSum<T>(v: v128): f64 {
  if (sizeof<T>() == 8) return v128.extract_lane<f64>(v, 0) + v128.extract_lane<f64>(v, 1);
  const half = v128.add<f32>(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return <f64>v128.extract_lane<f32>(half, 0) + <f64>v128.extract_lane<f32>(half, 1);
}

/** The vector of the cells at base + the next offsets of a list. */
@inline
export function gatherVector<T>(base: usize, offsets: usize): v128 {
  if (sizeof<T>() == 4) {
    let v = v128.load32_zero(base + <usize>load<u32>(offsets));
    v = v128.load32_lane(base + <usize>load<u32>(offsets, 4), v, 1);
    v = v128.load32_lane(base + <usize>load<u32>(offsets, 8), v, 2);
    return v128.load32_lane(base + <usize>load<u32>(offsets, 12), v, 3);
  }
  const v = v128.load64_zero(base + <usize>load<u32>(offsets));
  return v128.load64_lane(base + <usize>load<u32>(offsets, 4), v, 1);
}

/** Bytes of a list of offsets for one vector. */
@inline
export function offsetsStep<T>(): usize {
  return 4 * (VECTOR / sizeof<T>());
}

/** Brings listed cells together; the list is padded to whole vectors. */
export function gather<T>(base: usize, offsets: usize, vectors: i32, into: usize): void {
  for (let k = 0; k < vectors; k += 1) {
    v128.store(into, gatherVector<T>(base, offsets));
    into += VECTOR;
    offsets += offsetsStep<T>();
  }
}

/** Puts them back, and nothing where the list is padded. */
export function scatter<T>(from: usize, base: usize, offsets: usize, count: i32): void {
  const lanes = <i32>(VECTOR / sizeof<T>());
  let left = count;
  for (; left >= lanes; left -= lanes) {
    const v = v128.load(from);
    v128.store_lane<T>(base + <usize>load<u32>(offsets), v, 0);
    v128.store_lane<T>(base + <usize>load<u32>(offsets, 4), v, 1);
    if (sizeof<T>() == 4) {
      v128.store_lane<T>(base + <usize>load<u32>(offsets, 8), v, 2);
      v128.store_lane<T>(base + <usize>load<u32>(offsets, 12), v, 3);
    }
    from += VECTOR;
    offsets += offsetsStep<T>();
  }
  for (; left > 0; left -= 1) {
    store<T>(base + <usize>load<u32>(offsets), load<T>(from));
    from += sizeof<T>();
    offsets += 4;
  }
}
