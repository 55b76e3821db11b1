import {
  MetricSignal,
  ServiceMetricFacts,
  SignalKind,
} from '../collectors/metrics';
import { Workload } from '../engine/ClusterIndex';
import { CollectedRef } from '../engine/EvidenceBook';
import { ServiceNode } from '../engine/ServiceGraph';
import { Snapshot } from './types';

/** What metrics say about a service. @internal */
export function metricsOf(
  snapshot: Snapshot,
  node: Pick<ServiceNode, 'namespace' | 'name'> | undefined,
): ServiceMetricFacts | undefined {
  return snapshot.metrics?.services.find(
    facts =>
      facts.service === node?.name && facts.namespace === node?.namespace,
  );
}

/** One signal of a workload's service. @internal */
export function metricSignal(
  snapshot: Snapshot,
  workload: Workload,
  kind: SignalKind,
): MetricSignal | undefined {
  return metricsOf(snapshot, snapshot.graph.nodeOfWorkload(workload))?.signals[
    kind
  ];
}

/** The evidence of signals, as references into what the collector brought. @internal */
export function citeMetric(
  ...signals: Array<MetricSignal | undefined>
): CollectedRef[] {
  return signals
    .flatMap(signal => signal?.evidence ?? [])
    .map(index => ({ source: 'metrics', index }));
}

/** `12 %`, `340 ms`, `1.9 s`, `14 requests/s`. @internal */
export function describeValue(
  value: number,
  unit: MetricSignal['unit'],
): string {
  if (unit === 'ratio') {
    const percent = value * 100;
    return `${Number(percent.toFixed(percent < 10 ? 1 : 0))} %`;
  }
  if (unit === 's') {
    return value < 1
      ? `${Math.round(value * 1_000)} ms`
      : `${Number(value.toFixed(1))} s`;
  }
  return `${Number(value.toPrecision(3))} ${unit}`;
}

/** `rose from 0.1 % to 34 %`, or `is at 34 %`. @internal */
export function describeShift(signal: MetricSignal): string {
  const now = describeValue(signal.current, signal.unit);
  if (signal.baseline === undefined) {
    return `is at ${now}`;
  }
  const verb = signal.current >= signal.baseline ? 'rose' : 'fell';
  return `${verb} from ${describeValue(
    signal.baseline,
    signal.unit,
  )} to ${now}`;
}
