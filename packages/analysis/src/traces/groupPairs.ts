/**
 * Values of two sets by a key of several parts, side by side.
 *
 * @internal
 */
export function groupPairs<T>(
  reference: readonly T[],
  current: readonly T[],
  keyOf: (item: T) => [string, string],
  valueOf: (item: T) => number,
): Array<readonly [[string, string], number[], number[]]> {
  const groups = new Map<string, [[string, string], number[], number[]]>();
  for (const [side, items] of [
    [1, reference],
    [2, current],
  ] as const) {
    for (const item of items) {
      const key = keyOf(item);
      const id = key.join('\n');
      let group = groups.get(id);
      if (!group) {
        group = [key, [], []];
        groups.set(id, group);
      }
      group[side].push(valueOf(item));
    }
  }
  return [...groups.values()];
}
