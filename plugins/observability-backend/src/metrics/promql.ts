import {
  escapeRegExp,
  quoteQueryString,
} from '@internal/plugin-observability-node';
import { PanelSubject } from './types';

/**
 * Parts of queries that PromQL and MetricsQL both read.
 */

/** Letters of the names that Kubernetes generates. */
const SAFE = '[bcdfghjklmnpqrstvwxz2456789]';
/** Deployment: hash and suffix. DaemonSet and Job: suffix. StatefulSet: ordinal. */
const GENERATED = `(?:${SAFE}{1,10}-${SAFE}{5}|${SAFE}{5}|[0-9]+)`;

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

/** Durations by one protocol, and what marks those that failed by the server's doing. @internal */
export type Protocol = { name: string; histogram: string; failed: string };

/** @internal */
export function serverProtocols({ names }: PanelSubject): Protocol[] {
  return protocols(names, names.httpServerDuration, names.rpcServerDuration);
}

/** @internal */
export function clientProtocols({ names }: PanelSubject): Protocol[] {
  return protocols(names, names.httpClientDuration, names.rpcClientDuration);
}

function protocols(
  names: PanelSubject['names'],
  http: string,
  rpc: string,
): Protocol[] {
  return [
    {
      name: 'HTTP',
      histogram: http,
      // Neither 1xx to 4xx: server errors, and calls that got no answer at all.
      failed: `${names.statusCode}!~"[1234].."`,
    },
    {
      name: 'RPC',
      histogram: rpc,
      failed: `${names.rpcStatusCode}=~"${RPC_SERVER_ERRORS.join('|')}"`,
    },
  ];
}

/** `label="value"`. @internal */
export function is(label: string, value: string): string {
  return `${label}=${quoteQueryString(value)}`;
}

/** What a service measures of itself. @internal */
export function ofService({ names, namespace, service }: PanelSubject) {
  return [is(names.namespace, namespace), is(names.serviceName, service)];
}

/** The pods that Kubernetes named after the workload. @internal */
export function ofPods({ names, namespace, service }: PanelSubject) {
  return [
    is(names.namespace, namespace),
    `${names.pod}=~${quoteQueryString(
      `${escapeRegExp(service)}-${GENERATED}`,
    )}`,
  ];
}

/** Their containers, without cAdvisor's own totals of the pod. @internal */
export function ofContainers(subject: PanelSubject) {
  return [...ofPods(subject), `${subject.names.container}!=""`];
}

/** @internal */
export function rate(
  { rateSeconds }: PanelSubject,
  metric: string,
  matchers: string[],
  by: string[] = [],
): string {
  return sum(`rate(${select(metric, matchers)}[${rateSeconds}s])`, by);
}

/** @internal */
export function sum(expression: string, by: string[] = []): string {
  return by.length > 0
    ? `sum by (${by.join(', ')}) (${expression})`
    : `sum(${expression})`;
}

/** @internal */
export function select(metric: string, matchers: string[]): string {
  return `${metric}{${matchers.join(', ')}}`;
}

/** The share of `part` in `whole`, 0 where there is a whole but no part. @internal */
export function share(part: string, whole: string): string {
  return `(${part} or 0 * ${whole}) / (${whole} > 0)`;
}
