import type { SeriesAnomaly } from './types';

/** Events of one kind and direction with fewer points between them are one. */
const COOLDOWN_POINTS = 10;
/** Begins that are this near may be those of one event. */
const NEAR_POINTS = 5;
/** Where the spread changed is not known to the point. */
const NEAR_SPREADS = 4;

/**
 * One event, one report: what goes on after a short pause is the same event, and
 * what another report says already is left out.
 *
 * @remarks
 * A new level may vary more, too, and its first point may be an outlier; a disk that
 * fills up does so over new levels.
 */
export function mergeEvents(
  found: readonly SeriesAnomaly[],
  interval: number,
): SeriesAnomaly[] {
  const inOrder = [...found].sort((a, b) => a.onset - b.onset);
  const merged: SeriesAnomaly[] = [];
  for (const one of inOrder) {
    const same = merged.find(
      other =>
        other.kind === one.kind &&
        other.direction === one.direction &&
        other.kind !== 'missing-data' &&
        other.end !== undefined &&
        one.onset - other.end <= COOLDOWN_POINTS * interval,
    );
    if (same) {
      const stronger = one.strength > same.strength ? one : same;
      const { onset } = same;
      Object.assign(same, stronger, { onset, end: one.end });
    } else {
      merged.push({ ...one });
    }
  }
  return merged.filter(
    one => !merged.some(other => isSaidBy(one, other, NEAR_POINTS * interval)),
  );
}

function isSaidBy(
  one: SeriesAnomaly,
  other: SeriesAnomaly,
  near: number,
): boolean {
  const isNear = (a: number, b: number | undefined) =>
    b !== undefined && Math.abs(a - b) <= near;
  switch (one.kind) {
    case 'outlier':
      return (
        (other.kind === 'level-shift' &&
          (isNear(one.onset, other.onset) || isNear(one.onset, other.end))) ||
        (other.kind === 'variance-shift' &&
          other.direction === 'up' &&
          one.onset >= other.onset - near &&
          one.onset < (other.end ?? Infinity))
      );
    case 'variance-shift':
      return (
        other.kind === 'level-shift' &&
        Math.abs(one.onset - other.onset) <= NEAR_SPREADS * near
      );
    case 'level-shift':
      return (
        other.kind === 'exhaustion' &&
        other.direction === one.direction &&
        one.onset >= other.onset - near
      );
    default:
      return false;
  }
}
