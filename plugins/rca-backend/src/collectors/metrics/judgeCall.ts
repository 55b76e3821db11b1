import { Point } from '@internal/analysis';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { fillRatio, fillWithZero } from './curves';
import { judgeSignal } from './judgeSignal';
import { LoadedCall } from './loadSignals';
import { JudgeContext } from './judgeService';
import { CalleeSignal } from './metricQueries';
import { CalleeMetricFacts } from './MetricFacts';

const MIN_FAILED_CALLS = 5;

/** @internal */
export type JudgedCall = {
  facts: CalleeMetricFacts;
  curves: Partial<Record<CalleeSignal, Point[]>>;
};

/** Judges what one caller sees of one callee. Fewer calls are no anomaly of the callee. @internal */
export function judgeCall(
  call: LoadedCall,
  scope: TenantScope,
  context: JudgeContext,
): JudgedCall {
  const traffic = call.curves.rate ?? [];
  const curves: JudgedCall['curves'] = {
    ...call.curves,
    'error-ratio': fillRatio(call.curves['error-ratio'] ?? [], traffic),
    rate: fillWithZero(traffic, context.stepSeconds, context.until),
  };
  const judgeCurve = (kind: CalleeSignal) => {
    const points = curves[kind] ?? [];
    return points.length > 0
      ? judgeSignal(kind, points, context.stepSeconds)
      : undefined;
  };
  const rate = judgeCurve('rate');
  const errors = judgeCurve('error-ratio');
  const latency = judgeCurve('latency-p95');
  if (rate) {
    rate.signal.anomalous = false;
  }
  if (errors?.signal.shift) {
    const seconds =
      context.until - Date.parse(errors.signal.shift.onset) / 1000;
    const failed = errors.signal.current * (rate?.signal.current ?? 0);
    errors.signal.anomalous &&= failed * seconds >= MIN_FAILED_CALLS;
  }
  const anomalous = [errors, latency].filter(j => j?.signal.anomalous);
  const onsets = anomalous.map(j => j!.signal.shift!.onset).sort();
  return {
    facts: {
      caller: call.caller,
      callerNamespace: call.callerNamespace,
      callee: call.callee,
      ...(call.calleeNamespace && { calleeNamespace: call.calleeNamespace }),
      foreign:
        !call.calleeNamespace ||
        !scope.namespaces.includes(call.calleeNamespace),
      ...(rate && { rate: rate.signal }),
      ...(errors && { errorRatio: errors.signal }),
      ...(latency && { latencyP95: latency.signal }),
      anomalous: anomalous.length > 0,
      ...(onsets.length > 0 && { onset: onsets[0] }),
      strength: Math.max(0, ...anomalous.map(j => j!.strength)),
    },
    curves,
  };
}
