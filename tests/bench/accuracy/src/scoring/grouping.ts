export type GroupingFigures = {
  lines: number;
  templates: number;
  groups: number;
  /** Share of lines whose group holds exactly the lines of their template. */
  ga: number;
  /** F1 over groups: exact groups among the predicted and among the true ones. */
  fga: number;
};

/** Compares predicted groups with the true ones, a group id for each line. */
export function scoreGrouping(
  predicted: readonly string[],
  truth: readonly string[],
): GroupingFigures {
  const sizes = countEach(truth);
  const groups = new Map<string, { size: number; truths: Set<string> }>();
  predicted.forEach((id, i) => {
    const group = groups.get(id) ?? { size: 0, truths: new Set() };
    group.size++;
    group.truths.add(truth[i]);
    groups.set(id, group);
  });
  const exact = [...groups.values()].filter(
    ({ size, truths }) =>
      truths.size === 1 && sizes.get([...truths][0]) === size,
  );
  const right = exact.reduce((sum, { size }) => sum + size, 0);
  return {
    lines: truth.length,
    templates: sizes.size,
    groups: groups.size,
    ga: truth.length === 0 ? 0 : right / truth.length,
    // 2PR / (P + R) with P = c / groups and R = c / templates
    fga:
      exact.length === 0 ? 0 : (2 * exact.length) / (groups.size + sizes.size),
  };
}

/** Templates whose lines are not one group, most lines first. */
export function wrongTemplates(
  predicted: readonly string[],
  truth: readonly string[],
): Array<{ id: string; lines: number; groups: number; shared: boolean }> {
  const groupsOf = new Map<string, Set<string>>();
  const truthsOf = new Map<string, Set<string>>();
  predicted.forEach((id, i) => {
    groupsOf.set(truth[i], (groupsOf.get(truth[i]) ?? new Set()).add(id));
    truthsOf.set(id, (truthsOf.get(id) ?? new Set()).add(truth[i]));
  });
  const sizes = countEach(truth);
  return [...groupsOf]
    .map(([id, groups]) => ({
      id,
      lines: sizes.get(id)!,
      groups: groups.size,
      shared: [...groups].some(group => truthsOf.get(group)!.size > 1),
    }))
    .filter(({ groups, shared }) => groups > 1 || shared)
    .sort((a, b) => b.lines - a.lines || (a.id < b.id ? -1 : 1));
}

/** Every run of non-blank characters with a digit becomes `<*>`: the floor. */
export function maskDigits(line: string): string {
  return line.replace(/\S+/g, word => (/[0-9]/.test(word) ? '<*>' : word));
}

function countEach(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) {
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
