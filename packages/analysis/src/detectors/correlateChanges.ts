/** A change of one series; times in any unit. @public */
export type SeriesChange = { id: string; onset: number };

/** Series that changed together. @public */
export type ChangeGroup = {
  from: number;
  to: number;
  /** Number of series. */
  size: number;
  /** Who changed when; those within the resolution share a place, the first is 1. */
  order: Array<{ id: string; onset: number; place: number }>;
  /** Probability that as many fall together by chance. */
  chance: number;
};

/** @public */
export type CorrelateOptions = {
  /** Changes within this time belong together. */
  tolerance: number;
  /** Changes closer than this are simultaneous, such as the time between points. Default 0. */
  resolution?: number;
  /** Time in which all changes were looked for. */
  span: number;
};

/**
 * Finds which series changed together, and in which order.
 *
 * @remarks
 * Windows of the tolerance that hold most series, without overlap; ties go to the
 * earlier one. Whether chance alone brings as many: the scan statistic of Naus, "The
 * distribution of the size of the maximum cluster of points on a line", JASA 60, 1965,
 * by a union bound over the windows that begin at a change.
 *
 * @public
 */
export function correlateChanges(
  changes: readonly SeriesChange[],
  options: CorrelateOptions,
): ChangeGroup[] {
  const sorted = changes
    .filter(({ onset }) => Number.isFinite(onset))
    .sort((a, b) => a.onset - b.onset || (a.id < b.id ? -1 : 1));
  const share = Math.min(1, options.tolerance / options.span);
  const total = sorted.length;
  const groups: ChangeGroup[] = [];
  let left = sorted;
  for (;;) {
    const members = fullestWindow(left, options.tolerance);
    if (members.length < 2) {
      break;
    }
    left = left.filter(change => !members.includes(change));
    groups.push({
      from: members[0].onset,
      to: members[members.length - 1].onset,
      size: members.length,
      order: placesOf(members, options.resolution ?? 0),
      chance: Math.min(1, total * tail(total - 1, members.length - 1, share)),
    });
  }
  return groups.sort((a, b) => a.from - b.from);
}

/** The first change of each series in the window counts. */
function fullestWindow(
  sorted: readonly SeriesChange[],
  tolerance: number,
): SeriesChange[] {
  let best: SeriesChange[] = [];
  for (let i = 0; i < sorted.length; i++) {
    const ids = new Set<string>();
    const members: SeriesChange[] = [];
    for (
      let j = i;
      j < sorted.length && sorted[j].onset <= sorted[i].onset + tolerance;
      j++
    ) {
      if (!ids.has(sorted[j].id)) {
        ids.add(sorted[j].id);
        members.push(sorted[j]);
      }
    }
    if (members.length > best.length) {
      best = members;
    }
  }
  return best;
}

function placesOf(members: readonly SeriesChange[], resolution: number) {
  let place = 0;
  let first = -Infinity;
  return members.map(({ id, onset }, i) => {
    if (i === 0 || onset - first > resolution) {
      place = i + 1;
      first = onset;
    }
    return { id, onset, place };
  });
}

/** Probability of `least` or more of `n`, each with this share. */
function tail(n: number, least: number, share: number): number {
  if (share >= 1 || least <= 0) {
    return 1;
  }
  let sum = 0;
  let logChoose = 0;
  for (let k = 0; k <= n; k++) {
    if (k >= least) {
      sum += Math.exp(
        logChoose + k * Math.log(share) + (n - k) * Math.log(1 - share),
      );
    }
    logChoose += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, sum);
}
