import {
  escapeRegExp,
  quoteQueryString,
  Vocabulary,
} from '@internal/plugin-observability-node';
import { podNamePattern } from '../telemetry/podNames';
import { SignalKind } from './MetricFacts';

/** What a caller measures of a callee. @internal */
export type CalleeSignal = 'rate' | 'error-ratio' | 'latency-p95';

/** Builds a query for some services; for one of them it is what the report shows. @internal */
export type QueryBuilder = (services: readonly string[]) => string;

/** @internal */
export type MetricQueries = {
  signals: Record<SignalKind, QueryBuilder>;
  /** By calling service: what it measures of everything that it calls. */
  callees: Record<CalleeSignal, QueryBuilder>;
  /** By called service: what everybody in the scope measures of it. */
  callers: Record<CalleeSignal, QueryBuilder>;
};

/**
 * The catalogue of queries: one a signal, for all services at once. Where
 * queries divide, both sides carry the same labels.
 *
 * @remarks
 * The namespaces narrow what is read to the services in question; that a caller
 * sees no others is up to the store's filter. Replicas are read in all of the
 * caller's namespaces, because where a name exists tells which service a short
 * address means.
 *
 * @internal
 */
export function metricQueries(options: {
  names: Vocabulary['metrics'];
  namespaces: readonly string[];
  rateWindowSeconds: number;
}): MetricQueries {
  const { names } = options;
  const window = `[${options.rateWindowSeconds}s]`;
  const inNamespaces = matches(names.namespace, options.namespaces);
  /** Neither 1xx to 4xx: server errors, and calls that got no answer at all. */
  const failed = `${names.statusCode}!~"[1234].."`;

  const rate = (metric: string, matchers: string[], by: string[]) =>
    `sum by (${by.join(', ')}) (rate(${metric}{${matchers.join(
      ', ',
    )}}${window}))`;
  const sum = (metric: string, matchers: string[], by: string[]) =>
    `sum by (${by.join(', ')}) (${metric}{${matchers.join(', ')}})`;

  const red = (histogram: string, by: string[], matchersOf: MatcherBuilder) => {
    const count = `${histogram}_count`;
    const quantile = (q: number) => (services: readonly string[]) =>
      `histogram_quantile(${q}, ${rate(
        `${histogram}_bucket`,
        matchersOf(services),
        [...by, 'le'],
      )})`;
    return {
      rate: (services: readonly string[]) =>
        rate(count, matchersOf(services), by),
      'error-ratio': (services: readonly string[]) => {
        const matchers = matchersOf(services);
        return `${rate(count, [...matchers, failed], by)} / ${rate(
          count,
          matchers,
          by,
        )}`;
      },
      'latency-p50': quantile(0.5),
      'latency-p95': quantile(0.95),
    };
  };

  const byPod = [names.namespace, names.pod];
  const ofPods = (services: readonly string[]) => [
    inNamespaces,
    `${names.pod}=~${quoteQueryString(podNamePattern(services))}`,
  ];
  /** The sum over containers leaves out cAdvisor's own totals of the pod. */
  const ofContainers = (services: readonly string[]) => [
    ...ofPods(services),
    `${names.container}!=""`,
  ];
  const limit = (resource: string, services: readonly string[]) =>
    sum(
      names.resourceLimits,
      [...ofPods(services), `resource="${resource}"`],
      byPod,
    );
  const ofDeployments = (services: readonly string[]) => [
    matches(names.deployment, services),
  ];
  const byDeployment = [names.namespace, names.deployment];

  const server = red(
    names.httpServerDuration,
    [names.namespace, names.serviceName],
    services => [inNamespaces, matches(names.serviceName, services)],
  );
  const byCall = [names.namespace, names.serviceName, names.peer];
  return {
    signals: {
      ...server,
      'cpu-of-limit': services =>
        `${rate(names.cpuUsage, ofContainers(services), byPod)} / ${limit(
          'cpu',
          services,
        )}`,
      'cpu-throttling': services =>
        `${rate(
          names.cpuThrottledPeriods,
          ofContainers(services),
          byPod,
        )} / ${rate(names.cpuPeriods, ofContainers(services), byPod)}`,
      'memory-of-limit': services =>
        `${sum(
          names.memoryWorkingSet,
          ofContainers(services),
          byPod,
        )} / ${limit('memory', services)}`,
      restarts: services =>
        sum(names.containerRestarts, ofPods(services), byPod),
      'replicas-desired': services =>
        sum(names.deploymentReplicas, ofDeployments(services), byDeployment),
      'replicas-available': services =>
        sum(
          names.deploymentReplicasAvailable,
          ofDeployments(services),
          byDeployment,
        ),
    },
    callees: red(names.httpClientDuration, byCall, services => [
      inNamespaces,
      matches(names.serviceName, services),
    ]),
    callers: red(names.httpClientDuration, byCall, services => [
      `${names.peer}=~${quoteQueryString(peerPattern(services))}`,
    ]),
  };
}

type MatcherBuilder = (services: readonly string[]) => string[];

function matches(label: string, values: readonly string[]): string {
  return `${label}=~${quoteQueryString(values.map(escapeRegExp).join('|'))}`;
}

/** A service by its name, its name in the cluster's DNS, with or without a port. */
function peerPattern(services: readonly string[]): string {
  return `(?:${services.map(escapeRegExp).join('|')})(?:[.:].*)?`;
}
