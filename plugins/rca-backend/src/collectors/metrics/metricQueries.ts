import {
  escapeRegExp,
  quoteQueryString,
  Vocabulary,
} from '@internal/plugin-observability-node';
import { podNamePattern } from '../telemetry/podNames';
import { SignalKind } from './MetricFacts';

/**
 * The gRPC statuses by which a server fails, as OpenTelemetry's conventions sort
 * them; the others, such as NOT_FOUND, are about the request.
 */
const RPC_SERVER_ERRORS = [
  'UNKNOWN',
  'DEADLINE_EXCEEDED',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
];

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
  const http = (histogram: string): Histogram => ({
    histogram,
    /** Neither 1xx to 4xx: server errors, and calls that got no answer at all. */
    failed: `${names.statusCode}!~"[1234].."`,
  });
  const rpc = (histogram: string): Histogram => ({
    histogram,
    failed: `${names.rpcStatusCode}=~"${RPC_SERVER_ERRORS.join('|')}"`,
  });

  const rate = (metric: string, matchers: string[], by: string[]) =>
    `sum by (${by.join(', ')}) (rate(${metric}{${matchers.join(
      ', ',
    )}}${window}))`;
  const sum = (metric: string, matchers: string[], by: string[]) =>
    `sum by (${by.join(', ')}) (${metric}{${matchers.join(', ')}})`;

  /** Over several histograms: `or` keeps the series of all, as their labels differ. */
  const rateOfAll = (
    parts: Array<{ metric: string; matchers: string[] }>,
    by: string[],
  ) =>
    `sum by (${by.join(', ')}) (${parts
      .map(
        ({ metric, matchers }) =>
          `rate(${metric}{${matchers.join(', ')}}${window})`,
      )
      .join(' or ')})`;
  const red = (
    histograms: Histogram[],
    by: string[],
    matchersOf: MatcherBuilder,
  ) => {
    const all = (suffix: string, matchers: string[], labels = by) =>
      rateOfAll(
        histograms.map(({ histogram }) => ({
          metric: `${histogram}_${suffix}`,
          matchers,
        })),
        labels,
      );
    const quantile = (q: number) => (services: readonly string[]) =>
      `histogram_quantile(${q}, ${all('bucket', matchersOf(services), [
        ...by,
        'le',
      ])})`;
    return {
      rate: (services: readonly string[]) => all('count', matchersOf(services)),
      'error-ratio': (services: readonly string[]) => {
        const matchers = matchersOf(services);
        const errors = rateOfAll(
          histograms.map(({ histogram, failed }) => ({
            metric: `${histogram}_count`,
            matchers: [...matchers, failed],
          })),
          by,
        );
        return `${errors} / ${all('count', matchers)}`;
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
    [http(names.httpServerDuration), rpc(names.rpcServerDuration)],
    [names.namespace, names.serviceName],
    services => [inNamespaces, matches(names.serviceName, services)],
  );
  const client = [http(names.httpClientDuration), rpc(names.rpcClientDuration)];
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
    callees: red(client, byCall, services => [
      inNamespaces,
      matches(names.serviceName, services),
    ]),
    callers: red(client, byCall, services => [
      `${names.peer}=~${quoteQueryString(peerPattern(services))}`,
    ]),
  };
}

/** Durations by one protocol, and what marks those that failed by the server's doing. */
type Histogram = { histogram: string; failed: string };
type MatcherBuilder = (services: readonly string[]) => string[];

function matches(label: string, values: readonly string[]): string {
  return `${label}=~${quoteQueryString(values.map(escapeRegExp).join('|'))}`;
}

/** A service by its name, its name in the cluster's DNS, with or without a port. */
function peerPattern(services: readonly string[]): string {
  return `(?:${services.map(escapeRegExp).join('|')})(?:[.:].*)?`;
}
