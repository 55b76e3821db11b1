import { Point } from '@internal/analysis';

/**
 * Puts 0 where a counter's rate has no point: before its end nothing was
 * counted, and a series that ended was counted no more. Only up to `until`, the
 * newest point of any series, so that a store which lags does not look like
 * silence.
 * @internal
 */
export function fillWithZero(
  points: readonly Point[],
  stepSeconds: number,
  until: number,
): Point[] {
  const filled: Point[] = [];
  for (const point of points) {
    let expected = (filled.at(-1)?.[0] ?? point[0]) + stepSeconds;
    for (; filled.length > 0 && expected < point[0]; expected += stepSeconds) {
      filled.push([expected, 0]);
    }
    filled.push(point);
  }
  let last = filled.at(-1)?.[0];
  while (last !== undefined && last + stepSeconds <= until) {
    last += stepSeconds;
    filled.push([last, 0]);
  }
  return filled;
}

/** A ratio has no point where nothing failed: it is 0 wherever there was traffic. @internal */
export function fillRatio(
  ratio: readonly Point[],
  traffic: readonly Point[],
): Point[] {
  const known = new Map(ratio);
  return traffic
    .filter(([time, rate]) => rate > 0 || known.has(time))
    .map(([time]): Point => [time, known.get(time) ?? 0]);
}

/** The highest of several curves at each time: one throttled pod is enough to hurt. @internal */
export function maximum(curves: ReadonlyArray<readonly Point[]>): Point[] {
  const highest = new Map<number, number>();
  for (const [time, value] of curves.flat()) {
    highest.set(time, Math.max(value, highest.get(time) ?? -Infinity));
  }
  return [...highest].sort(([a], [b]) => a - b);
}

/** Every nth point and the last, so that at most `max` are left. @internal */
export function thinOut(points: readonly Point[], max: number) {
  const stride = Math.ceil(points.length / max);
  return points
    .filter((_, i) => (points.length - 1 - i) % stride === 0)
    .map(([time, value]): [number, number] => [time, value]);
}
