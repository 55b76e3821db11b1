import { Point } from '@internal/analysis';
import { TelemetryTarget } from '../telemetry/telemetryTargets';
import { fillRatio, fillWithZero, maximum } from './curves';
import { JudgedSignal, judgeSignal } from './judgeSignal';
import { judgeAvailable, judgeDesired, judgeRestarts } from './judgeWorkload';
import { ServiceMetricFacts, SignalKind } from './MetricFacts';

/** Fewer failed requests than these since the onset are chance. */
const MIN_FAILED_REQUESTS = 5;
/** Traffic that grew by less is an ordinary fluctuation. */
const MIN_LOAD_FACTOR = 1.3;

/** Times are unix seconds. @internal */
export type JudgeContext = {
  window: { from: number; to: number };
  stepSeconds: number;
  until: number;
};

/** @internal */
export type JudgedService = {
  facts: ServiceMetricFacts;
  /** What the evidence shows of each signal. */
  curves: Partial<Record<SignalKind, Point[]>>;
};

/** Judges every signal of one service, then the service as a whole. @internal */
export function judgeService(
  target: TelemetryTarget,
  loaded: Partial<Record<SignalKind, Point[][]>>,
  context: JudgeContext,
): JudgedService {
  const curves = prepareCurves(loaded, context);
  const judged = new Map<SignalKind, JudgedSignal>();
  for (const [kind, points] of Object.entries(curves) as Array<
    [SignalKind, Point[]]
  >) {
    const signal = judge(kind, points, loaded, context);
    if (signal) {
      judged.set(kind, signal);
    }
  }
  weighAgainstEachOther(judged, target, context);

  const anomalous = [...judged.values()].filter(j => j.signal.anomalous);
  const onsets = anomalous.map(j => j.signal.shift!.onset).sort();
  return {
    facts: {
      service: target.service,
      namespace: target.namespace,
      isSubject: target.isSubject,
      signals: Object.fromEntries(
        [...judged].map(([kind, { signal }]) => [kind, signal]),
      ),
      state: stateOf(judged),
      ...(onsets.length > 0 && { onset: onsets[0] }),
      strength: Math.max(0, ...anomalous.map(j => j.strength)),
    },
    curves,
  };
}

function prepareCurves(
  loaded: Partial<Record<SignalKind, Point[][]>>,
  context: JudgeContext,
): Partial<Record<SignalKind, Point[]>> {
  const curves: Partial<Record<SignalKind, Point[]>> = {};
  for (const [kind, parts] of Object.entries(loaded) as Array<
    [SignalKind, Point[][]]
  >) {
    curves[kind] = maximum(parts);
  }
  const traffic = curves.rate;
  if (traffic) {
    curves['error-ratio'] = fillRatio(curves['error-ratio'] ?? [], traffic);
    curves.rate = fillWithZero(traffic, context.stepSeconds, context.until);
  }
  return curves;
}

function judge(
  kind: SignalKind,
  points: Point[],
  loaded: Partial<Record<SignalKind, Point[][]>>,
  context: JudgeContext,
): JudgedSignal | undefined {
  switch (kind) {
    case 'restarts':
      return judgeRestarts(loaded.restarts ?? [], context.window);
    case 'replicas-desired':
      return judgeDesired(points);
    case 'replicas-available':
      return judgeAvailable(points, maximum(loaded['replicas-desired'] ?? []));
    default:
      return points.length > 0
        ? judgeSignal(kind, points, context.stepSeconds)
        : undefined;
  }
}

/** What one signal alone looks like, another may excuse. */
function weighAgainstEachOther(
  judged: Map<SignalKind, JudgedSignal>,
  target: TelemetryTarget,
  context: JudgeContext,
) {
  const isAnomalous = (kind: SignalKind) =>
    judged.get(kind)?.signal.anomalous ?? false;
  const excuse = (kind: SignalKind) => {
    const signal = judged.get(kind);
    if (signal) {
      signal.signal.anomalous = false;
      signal.strength = 0;
    }
  };
  if (!hasEnoughFailures(judged, context)) {
    excuse('error-ratio');
  }
  // Less traffic is the fate of everything behind a failure, and no cause.
  if (!target.isSubject) {
    excuse('rate');
  }
  // A busy processor that makes nobody wait is well used.
  const consequences: SignalKind[] = [
    'cpu-throttling',
    'latency-p50',
    'latency-p95',
    'error-ratio',
  ];
  if (!consequences.some(isAnomalous)) {
    excuse('cpu-of-limit');
  }
}

function hasEnoughFailures(
  judged: Map<SignalKind, JudgedSignal>,
  context: JudgeContext,
): boolean {
  const errors = judged.get('error-ratio')?.signal;
  const rate = judged.get('rate')?.signal;
  if (!errors?.shift || !rate) {
    return false;
  }
  const seconds = context.until - Date.parse(errors.shift.onset) / 1000;
  return errors.current * rate.current * seconds >= MIN_FAILED_REQUESTS;
}

function stateOf(
  judged: Map<SignalKind, JudgedSignal>,
): ServiceMetricFacts['state'] {
  if (judged.size === 0) {
    return 'no-data';
  }
  if ([...judged.values()].some(j => j.signal.anomalous)) {
    return 'anomalous';
  }
  const load = judged.get('rate')?.signal.shift;
  return load?.direction === 'up' && (load.factor ?? 0) >= MIN_LOAD_FACTOR
    ? 'load-increase'
    : 'normal';
}
