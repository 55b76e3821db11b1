import { Point } from '@internal/analysis';
import { JudgedSignal } from './judgeSignal';

/** A pod in a crash loop restarts at least every five minutes; older restarts are over. */
const RECENT_RESTART_SECONDS = 900;
/** Shorter gaps are part of a rollout. */
const MIN_UNAVAILABLE_SECONDS = 60;

/**
 * Counts restarts over the pods' counters. A pod that appears with a count has
 * restarted; a counter that falls was another container's.
 * @internal
 */
export function judgeRestarts(
  pods: ReadonlyArray<readonly Point[]>,
  window: { from: number; to: number },
): JudgedSignal | undefined {
  if (pods.every(points => points.length === 0)) {
    return undefined;
  }
  const start = Math.min(...pods.map(points => points[0]?.[0] ?? Infinity));
  const restarts = pods
    .flatMap(points =>
      points.map(([time, value], i): Point => {
        const appeared = i === 0 && time > start;
        const before = points[i - 1]?.[1] ?? (appeared ? 0 : value);
        return [time, Math.max(0, value - before)];
      }),
    )
    .filter(([, increase]) => increase > 0)
    .sort(([a], [b]) => a - b);
  const count = (list: Point[]) => list.reduce((sum, [, n]) => sum + n, 0);
  const inWindow = restarts.filter(([time]) => time >= window.from);
  const recent = inWindow.some(
    ([time]) => time > window.to - RECENT_RESTART_SECONDS,
  );
  const current = count(inWindow);
  return {
    signal: {
      kind: 'restarts',
      unit: 'restarts',
      current,
      baseline: count(restarts) - current,
      ...(recent && {
        shift: {
          onset: new Date(inWindow[0][0] * 1000).toISOString(),
          direction: 'up' as const,
          score: current,
        },
      }),
      anomalous: recent,
      evidence: [],
    },
    strength: recent ? Math.min(1, 0.5 + 0.1 * current) : 0,
  };
}

/** The number of replicas wanted: an anomaly only where it fell to none. @internal */
export function judgeDesired(
  points: readonly Point[],
): JudgedSignal | undefined {
  if (points.length === 0) {
    return undefined;
  }
  const current = points.at(-1)![1];
  const since = trailingRun(points, value => value === current);
  const changed = since > 0;
  const baseline = changed ? points[since - 1][1] : current;
  const anomalous = changed && current === 0 && baseline > 0;
  return {
    signal: {
      kind: 'replicas-desired',
      unit: 'replicas',
      current,
      baseline,
      ...(changed && {
        shift: {
          onset: new Date(points[since][0] * 1000).toISOString(),
          direction: current > baseline ? ('up' as const) : ('down' as const),
          ...(baseline !== 0 && { factor: current / baseline }),
          score: Math.abs(current - baseline),
        },
      }),
      anomalous,
      evidence: [],
    },
    strength: anomalous ? 1 : 0,
  };
}

/** Replicas that serve, against those wanted: an anomaly while some are missing for longer than a rollout takes. @internal */
export function judgeAvailable(
  available: readonly Point[],
  desired: readonly Point[],
): JudgedSignal | undefined {
  const wanted = new Map(desired);
  const points = available.filter(([time]) => wanted.has(time));
  if (points.length === 0) {
    return undefined;
  }
  const since = trailingRun(points, (value, time) => value < wanted.get(time)!);
  const missing = since < points.length;
  const [lastTime, current] = points.at(-1)!;
  const onset = missing ? points[since][0] : lastTime;
  const anomalous = missing && lastTime - onset >= MIN_UNAVAILABLE_SECONDS;
  const baseline = wanted.get(lastTime)!;
  return {
    signal: {
      kind: 'replicas-available',
      unit: 'replicas',
      current,
      baseline,
      ...(anomalous && {
        shift: {
          onset: new Date(onset * 1000).toISOString(),
          direction: 'down' as const,
          factor: current / baseline,
          score: baseline - current,
        },
      }),
      anomalous,
      evidence: [],
    },
    strength: anomalous ? 1 - current / baseline : 0,
  };
}

/** Index of the first point from which on all satisfy the predicate. */
function trailingRun(
  points: readonly Point[],
  predicate: (value: number, time: number) => boolean,
): number {
  let since = points.length;
  while (since > 0 && predicate(points[since - 1][1], points[since - 1][0])) {
    since--;
  }
  return since;
}
