/**
 * Moves labels apart that would overlap, as little as needed and inside of the
 * bounds, keeping their order.
 *
 * @param wanted - where each label would stand by itself
 * @returns where each stands, in the order of `wanted`
 */
export function spreadLabels(
  wanted: readonly number[],
  height: number,
  [top, bottom]: readonly [number, number],
): number[] {
  const order = wanted.map((_, index) => index);
  order.sort((a, b) => wanted[a] - wanted[b]);
  const placed = [...wanted];
  let free = top;
  for (const index of order) {
    placed[index] = Math.max(placed[index], free);
    free = placed[index] + height;
  }
  // What was pushed below the bottom goes up again, from the last one.
  let limit = bottom;
  for (const index of order.reverse()) {
    placed[index] = Math.min(placed[index], limit);
    limit = placed[index] - height;
  }
  return placed;
}
