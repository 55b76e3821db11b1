import { detectShift, Point } from '@internal/analysis';
import { TelemetryTarget } from '../telemetry/telemetryTargets';
import { LogVolumeFacts } from './LogFacts';
import { exactRise } from './exactRise';
import { PodVolume } from './loadLogs';

/** A change of fewer lines a minute is not worth a word. */
const MIN_LINES_PER_MINUTE = 1;
/** And it has to double. */
const MIN_RELATIVE_CHANGE = 1;
/** A handful of lines happens to everybody: below this many since the onset nothing is said. */
const MIN_LINES = 5;
/** How likely chance may be, the choice of the onset among all buckets included. */
const MAX_CHANCE = 0.001;
const MAX_PODS = 20;

/** @internal */
export type JudgedVolume = { facts: LogVolumeFacts; points: Point[] };

/** Whether one service writes more warnings and errors than before, and since when. @internal */
export function judgeVolume(
  target: TelemetryTarget,
  volumes: readonly PodVolume[],
  options: { windowFrom: number; stepSeconds: number },
): JudgedVolume | undefined {
  const own = volumes.filter(volume => volume.target === target);
  if (own.length === 0) {
    return undefined;
  }
  const perMinute = 60 / options.stepSeconds;
  const points = sum(own.map(volume => volume.points)).map(
    ([time, count]): Point => [time, count * perMinute],
  );
  // The newest bucket is still filling.
  const complete = points.slice(0, -1);
  const shift = detectShift(complete, {
    minAbsolute: MIN_LINES_PER_MINUTE,
    minRelative: MIN_RELATIVE_CHANGE,
  });
  const split = shift?.onset ?? options.windowFrom;
  const before = complete.filter(([time]) => time < split);
  const after = complete.filter(([time]) => time >= split);
  const observed = (part: Point[]) => ({
    count: total(part) / perMinute,
    seconds: part.length * options.stepSeconds,
  });
  // The onset was picked because it splits the counts best, out of as many as there are buckets.
  const chance = exactRise(observed(before), observed(after)) * complete.length;
  const anomalous =
    shift?.direction === 'up' &&
    observed(after).count >= MIN_LINES &&
    chance < MAX_CHANCE;
  return {
    points,
    facts: {
      service: target.service,
      namespace: target.namespace,
      baselinePerMinute: mean(before),
      currentPerMinute: mean(after),
      ...(shift && { onset: new Date(shift.onset * 1000).toISOString() }),
      anomalous,
      pods: own
        .map(({ pod, points: podPoints }) => ({
          pod,
          lines: total(podPoints.filter(([time]) => time >= split)),
        }))
        .filter(({ lines }) => lines > 0)
        .sort((a, b) => b.lines - a.lines || (a.pod < b.pod ? -1 : 1))
        .slice(0, MAX_PODS),
      evidence: [],
    },
  };
}

function sum(curves: ReadonlyArray<readonly Point[]>): Point[] {
  const sums = new Map<number, number>();
  for (const [time, value] of curves.flat()) {
    sums.set(time, (sums.get(time) ?? 0) + value);
  }
  return [...sums].sort(([a], [b]) => a - b);
}

function total(points: readonly Point[]): number {
  return points.reduce((all, [, value]) => all + value, 0);
}

function mean(points: readonly Point[]): number {
  return points.length > 0 ? total(points) / points.length : 0;
}
