const LABEL_HEIGHT_PX = 14;

type Line = { name: string; points: Array<[number, number]> };

/** Puts the name of each line beside its last point, moved apart where they would overlap. */
export function seriesLabels(
  series: readonly Line[],
  y: (value: number) => number,
  [top, bottom]: readonly [number, number],
): Array<{ name: string; labelY: number }> {
  const labels = series.map(({ name, points }) => ({
    name,
    labelY: (points.length > 0 ? y(points[points.length - 1][1]) : bottom) + 4,
  }));
  const byHeight = [...labels].sort((a, b) => a.labelY - b.labelY);
  let free = top;
  for (const label of byHeight) {
    label.labelY = Math.max(label.labelY, free);
    free = label.labelY + LABEL_HEIGHT_PX;
  }
  // What was pushed below the axis goes up again, from the last one.
  let limit = bottom + 4;
  for (const label of byHeight.reverse()) {
    label.labelY = Math.min(label.labelY, limit);
    limit = label.labelY - LABEL_HEIGHT_PX;
  }
  return labels;
}
