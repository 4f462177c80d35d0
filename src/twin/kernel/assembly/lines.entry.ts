export function probe(at: usize): f32 {
  const two = v128.splat<f32>(2);
  v128.store(at, v128.mul<f32>(two, v128.load(at)));
  return load<f32>(at);
}
