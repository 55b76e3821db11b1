/** Adds to the list of a key; nothing without a key. @internal */
export function put<K, V>(
  map: Map<K, V[]>,
  key: K | undefined,
  value: V,
): void {
  if (key === undefined) {
    return;
  }
  const values = map.get(key);
  if (values) {
    values.push(value);
  } else {
    map.set(key, [value]);
  }
}
