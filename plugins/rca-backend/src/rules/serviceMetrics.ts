import { MetricSignal, ServiceMetricFacts } from '../collectors/metrics';
import { ServiceEdge, ServiceNode } from '../engine/ServiceGraph';
import { Snapshot } from './types';

/** A service of the graph with what metrics say about it. @internal */
export type MeasuredService = { node: ServiceNode; facts: ServiceMetricFacts };

/** Services that the caller may look into and that have metrics. @internal */
export function measuredServices(snapshot: Snapshot): MeasuredService[] {
  return (snapshot.metrics?.services ?? [])
    .filter(facts => facts.state !== 'no-data')
    .map(facts => ({
      facts,
      node: snapshot.graph.find(facts.namespace, facts.service),
    }))
    .filter((item): item is MeasuredService => item.node !== undefined);
}

/** Response times that rose, the tail first. @internal */
export function risenLatency(
  facts: ServiceMetricFacts,
): MetricSignal | undefined {
  return [facts.signals['latency-p95'], facts.signals['latency-p50']].find(
    signal => signal?.anomalous && signal.shift?.direction !== 'down',
  );
}

/** The share of failed requests, when it rose. @internal */
export function risenErrors(
  facts: ServiceMetricFacts,
): MetricSignal | undefined {
  const signal = facts.signals['error-ratio'];
  return signal?.anomalous && signal.shift?.direction !== 'down'
    ? signal
    : undefined;
}

/** CPU at its limit, when it hurts. @internal */
export function saturatedCpu(
  facts: ServiceMetricFacts,
): MetricSignal | undefined {
  return [facts.signals['cpu-throttling'], facts.signals['cpu-of-limit']].find(
    signal => signal?.anomalous && signal.shift?.direction !== 'down',
  );
}

/** Dependencies that look worse to the node than before. @internal */
export function troubledDependencies(
  snapshot: Snapshot,
  node: ServiceNode,
  what: 'latency' | 'errors',
): ServiceEdge[] {
  return snapshot.graph
    .dependenciesOf(node)
    .filter(({ observed }) =>
      what === 'latency'
        ? observed?.latencyP95?.anomalous
        : observed?.errorRatio?.anomalous,
    )
    .sort((a, b) => (b.observed?.strength ?? 0) - (a.observed?.strength ?? 0));
}
