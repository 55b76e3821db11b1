import { ChangeFacts, RolloutChange } from '../collectors/changes';
import {
  MetricSignal,
  ServiceMetricFacts,
  SignalKind,
} from '../collectors/metrics';
import { minute, NAMESPACE } from './time';

export function rollout(
  name: string,
  options: Partial<RolloutChange> = {},
): RolloutChange {
  return {
    at: minute(50),
    object: {
      cluster: 'sandbox',
      namespace: NAMESPACE,
      kind: 'Deployment',
      name,
    },
    revision: 2,
    previousRevision: 1,
    fields: [
      {
        kind: 'image',
        path: 'containers[app].image',
        before: `${name}:1`,
        after: `${name}:2`,
      },
    ],
    evidence: 0,
    ...options,
  };
}

export function changes(facts: Partial<ChangeFacts>): ChangeFacts {
  return { rollouts: [], scalings: [], commits: [], configs: [], ...facts };
}

/** A signal that rose at minute 52, unless told otherwise. */
export function signal(
  current: number,
  baseline: number,
  options: Partial<MetricSignal> = {},
): MetricSignal {
  return {
    kind: 'latency-p95',
    unit: 's',
    current,
    baseline,
    shift: {
      onset: minute(52),
      direction: 'up',
      factor: baseline ? current / baseline : undefined,
      score: 9,
    },
    anomalous: true,
    evidence: [0],
    ...options,
  };
}

export function steady(
  value: number,
  options: Partial<MetricSignal> = {},
): MetricSignal {
  return signal(value, value, {
    shift: undefined,
    anomalous: false,
    ...options,
  });
}

export function measured(
  name: string,
  signals: Partial<Record<SignalKind, MetricSignal>>,
  options: Partial<ServiceMetricFacts> = {},
): ServiceMetricFacts {
  const anomalous = Object.values(signals).some(item => item.anomalous);
  return {
    service: name,
    namespace: NAMESPACE,
    isSubject: false,
    signals,
    state: anomalous ? 'anomalous' : 'normal',
    ...(anomalous && { onset: minute(52) }),
    strength: anomalous ? 0.8 : 0,
    ...options,
  };
}
