import { compareRates, detectShift, Point } from '@internal/analysis';
import { TelemetryTarget } from '../telemetry/telemetryTargets';
import { LogVolumeFacts } from './LogFacts';
import { PodVolume } from './loadLogs';

/** A change of fewer lines a minute is not worth a word. */
const MIN_LINES_PER_MINUTE = 1;
/** And it has to double. */
const MIN_RELATIVE_CHANGE = 1;
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
  const rate = compareRates(observed(before), observed(after));
  const anomalous = shift?.direction === 'up' && rate.significant;
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
